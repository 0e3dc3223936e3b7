// Devices that can be reached while no socket is open.
import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import type { Device, NewDevice } from './device.types.js';

@Injectable()
export class DeviceRepository {
  constructor(private readonly database: Database) {}

  /** The device of that token, new or moved to this user: a phone that changed hands must not read its old owner's mail. */
  async register({ userId, kind, token }: NewDevice, now: Date): Promise<Device> {
    const row = await this.database.one<{ device_id: string; create_time: Date }>(
      `INSERT INTO devices (device_id, user_id, kind, token, token_hash, create_time) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (kind, token_hash) DO UPDATE SET user_id = excluded.user_id RETURNING device_id, create_time`,
      [randomUUID(), userId, kind, token, createHash('sha256').update(token).digest(), now],
    );
    return { deviceId: row.device_id, kind, createTime: row.create_time };
  }
}
