// Receives changes of positions from all replicas: LISTEN on its own connection.
//
// LISTEN needs a session, so DATABASE_URL must not point to a pooler in transaction mode. A lost connection is
// reopened. Changes in between are lost, so `onResume` tells listeners to read positions again.
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import pg from 'pg';
import type { StoredLocation } from '../location.types.js';
import { locationOf, type PositionJson } from '../fixes/position.row.js';
import { POSITION_CHANNEL } from '../fixes/position.repository.js';

const RETRY_MS = 250;
/** How often the connection is checked: the other end may be gone without having closed it. */
const HEARTBEAT_MS = 3_000;
const TIMEOUT_MS = 3_000;

@Injectable()
export class PositionFeed implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(PositionFeed.name);
  private readonly changed: ((location: StoredLocation) => void)[] = [];
  private readonly gone: ((driverId: string) => void)[] = [];
  private readonly resumed: (() => void)[] = [];
  private readonly stopped = new AbortController();
  private client?: pg.Client;

  constructor(private readonly database: Database) {}

  onChange(listener: (location: StoredLocation) => void): void {
    this.changed.push(listener);
  }

  /** A driver is off duty, or on another route. */
  onGone(listener: (driverId: string) => void): void {
    this.gone.push(listener);
  }

  onResume(listener: () => void): void {
    this.resumed.push(listener);
  }

  /** Starts listening before the service answers its first call. */
  async onModuleInit(): Promise<void> {
    await this.listen();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.client?.end();
  }

  private async listen(): Promise<void> {
    const { connectionString } = this.database.pool.options;
    const client = new pg.Client({
      connectionString,
      application_name: 'lastmile-location-feed',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
    });
    client.on('error', (err) => this.logger.warn({ err }, 'position feed lost'));
    client.on('notification', ({ payload }) => {
      const change = JSON.parse(payload ?? '') as PositionJson | { readonly driver_id: string; readonly gone: true };
      if ('gone' in change) return this.gone.forEach((listener) => listener(change.driver_id));
      const location = locationOf(change);
      this.changed.forEach((listener) => listener(location));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${POSITION_CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    const heartbeat = setInterval(() => {
      client.query('SELECT 1').catch(() => client.end().catch(() => undefined));
    }, HEARTBEAT_MS);
    client.once('end', () => {
      clearInterval(heartbeat);
      void this.resume();
    });
    this.client = client;
  }

  private async resume(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await delay(RETRY_MS, undefined, { signal });
        await this.listen();
        this.resumed.forEach((listener) => listener());
        return;
      } catch (err) {
        if (!signal.aborted) this.logger.debug({ err }, 'position feed not yet back');
      }
    }
    // Stopped while connecting: nobody else would close this connection.
    await this.client?.end().catch(() => undefined);
  }
}
