// Devices that can be reached without an open socket.
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { unauthenticated } from '@lastmile/errors';
import { Database } from '@lastmile/postgres';
import { erasedAmong } from '../inbox/notification.repository.js';
import type { Device, DeviceKind, NewDevice } from './device.types.js';

/** Each message to a person goes to all their devices, so their number is limited. */
const MOST_PER_PERSON = 20;

interface DeviceRow {
  device_id: string;
  kind: DeviceKind;
  create_time: Date;
}

@Injectable()
export class DeviceRepository {
  constructor(private readonly database: Database) {}

  /**
   * Registers the device with that token, or moves it to this user: a phone with a new owner must not show messages of
   * the old one. When a person has too many devices, the oldest are deleted.
   */
  async register({ userId, kind, token }: NewDevice, now: Date): Promise<Device> {
    return this.database.transaction(async (tx) => {
      if ((await erasedAmong(tx, [userId])).has(userId))
        throw unauthenticated('ACCOUNT_ERASED', 'the account was erased');
      const row = await tx.one<DeviceRow>(
        `INSERT INTO devices (device_id, user_id, kind, token, token_hash, create_time, seen_time)
         VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (kind, token_hash) DO UPDATE SET user_id = excluded.user_id, seen_time = excluded.seen_time
         RETURNING device_id, kind, create_time`,
        [randomUUID(), userId, kind, token, createHash('sha256').update(token).digest(), now],
      );
      await tx.query(
        `DELETE FROM devices WHERE device_id IN (
           SELECT device_id FROM devices WHERE user_id = $1 AND device_id <> $2
           ORDER BY create_time DESC, device_id OFFSET $3)`,
        [userId, row.device_id, MOST_PER_PERSON - 1],
      );
      return toDevice(row);
    });
  }

  /** Newest first. */
  async list(userId: string): Promise<Device[]> {
    const rows = await this.database.many<DeviceRow>(
      'SELECT device_id, kind, create_time FROM devices WHERE user_id = $1 ORDER BY create_time DESC, device_id',
      [userId],
    );
    return rows.map(toDevice);
  }

  /** How to reach that device of that person; undefined when they do not have it any more. */
  async find(deviceId: string, userId: string): Promise<Pick<NewDevice, 'kind' | 'token'> | undefined> {
    return this.database.maybeOne<{ kind: DeviceKind; token: string }>(
      'SELECT kind, token FROM devices WHERE device_id = $1 AND user_id = $2',
      [deviceId, userId],
    );
  }

  /** @returns whether that person had such a device */
  async remove(deviceId: string, userId: string): Promise<boolean> {
    const sql = 'DELETE FROM devices WHERE device_id = $1 AND user_id = $2 RETURNING device_id';
    return (await this.database.maybeOne(sql, [deviceId, userId])) !== undefined;
  }
}

const toDevice = ({ device_id, kind, create_time }: DeviceRow): Device => ({
  deviceId: device_id,
  kind,
  createTime: create_time,
});
