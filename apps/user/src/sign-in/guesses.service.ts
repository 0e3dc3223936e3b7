// Attempts with an account's secrets; each counts as wrong unless the secret is right or could not be checked.
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import type { SignInClient } from '../identity/identity.types.js';
import { AttemptRepository } from './attempt.repository.js';
import { sourcesOf } from './attempts.core.js';
import { KnownDeviceRepository } from './known-device.repository.js';

/** The client, and the token that proves a known device; empty when there is none. */
export interface DeviceClient extends SignInClient {
  readonly deviceToken: string;
}

@Injectable()
export class Guesses {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly devices: KnownDeviceRepository,
  ) {}

  /**
   * Runs `guess`, which throws unauthenticated when the secret is wrong. `guess` is told whether the device is known.
   * Throws resource_exhausted TOO_MANY_ATTEMPTS, and what `guess` throws.
   */
  async count<T>(email: string, client: DeviceClient, guess: (isKnownDevice: boolean) => Promise<T>): Promise<T> {
    const device = await this.devices.find(email, client.deviceToken, new Date());
    const attempt = await this.attempts.admit(email, sourcesOf(client.address, device), new Date());
    try {
      const result = await guess(device !== undefined);
      await this.attempts.succeed(attempt);
      return result;
    } catch (error) {
      if (!isWrong(error)) await this.attempts.takeBack(attempt);
      throw error;
    }
  }
}

/** A request without a code is not an attempt; earlier attempts still count. */
const isWrong = (error: unknown): boolean =>
  isDomainError(error) && error.kind === 'unauthenticated' && error.reason !== 'SECOND_FACTOR_REQUIRED';
