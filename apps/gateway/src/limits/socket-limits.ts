// Limits the number of sockets per account and per address, and how many messages they may send. Each replica counts
// its own sockets.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@lastmile/errors';
import { LRUCache } from 'lru-cache';
import { GatewayConfig } from '../gateway.config.js';
import { addressOf, networkOf } from '../http/client-address.js';
import { TokenBucket } from '../live/token-bucket.js';
import { AtMost } from './at-most.js';
import { Limits } from './limits.js';

const BURST = 100;
export const MESSAGES_PER_SECOND = 40;
const MOST_ACCOUNTS = 50_000;
/** Points of a sign-in over a socket: one signature check and one call. */
const HANDSHAKE_COST = 5;

/** The connection below a socket. */
type Connection = Pick<EventEmitter, 'once'> & { request: IncomingMessage };

@Injectable()
export class SocketLimits {
  private readonly ofAccount: AtMost;
  private readonly ofAddress: AtMost;
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: MOST_ACCOUNTS });

  constructor(
    private readonly limits: Limits,
    private readonly config: GatewayConfig,
  ) {
    this.ofAccount = new AtMost(config.socketsPerAccount);
    this.ofAddress = new AtMost(config.socketsPerAddress);
  }

  /** Engine.IO's `allowRequest`: refuses before the upgrade, which would cost more than the refusal. */
  readonly allow = (request: IncomingMessage, decide: (why: string | null, isAllowed: boolean) => void): void => {
    const leave = this.ofAddress.enter(networkOf(this.addressOf(request)));
    leave?.();
    decide(leave ? null : 'too many sockets from this address', leave !== undefined);
  };

  /** Counts a connection until it closes. False if others have used up the limit since its handshake. */
  enterAddress(connection: Connection): boolean {
    const leave = this.ofAddress.enter(networkOf(this.addressOf(connection.request)));
    if (leave) connection.once('close', leave);
    return leave !== undefined;
  }

  /** @throws DomainError resource_exhausted TOO_MANY_SOCKETS, TOO_MANY_REQUESTS */
  async enterAccount(connection: Connection, userId: string): Promise<void> {
    await this.limits.takeFromPerson(userId, HANDSHAKE_COST);
    const leave = this.ofAccount.enter(userId);
    if (!leave) {
      const message = `at most ${this.config.socketsPerAccount} sockets of one account`;
      throw new DomainError('resource_exhausted', 'TOO_MANY_SOCKETS', message, { retry_after_seconds: '60' });
    }
    connection.once('close', leave);
  }

  /**
   * For callers who have not signed in or whose sign-in failed. @throws DomainError resource_exhausted
   * TOO_MANY_REQUESTS
   */
  takeFromStranger(request: IncomingMessage): Promise<void> {
    return this.limits.takeFromAddress(this.addressOf(request), HANDSHAKE_COST);
  }

  /** The message rate of an account, shared by all its sockets and kept when it reconnects. */
  messagesOf(userId: string): TokenBucket {
    const bucket = this.buckets.get(userId) ?? new TokenBucket(BURST, MESSAGES_PER_SECOND);
    this.buckets.set(userId, bucket);
    return bucket;
  }

  private addressOf(request: IncomingMessage): string {
    return addressOf(request, this.config.trustedProxies);
  }
}
