// Guesses at an account's secrets, counted as wrong unless they prove right or nobody could tell.
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import type { SignInClient } from '../identity/identity.types.js';
import { AttemptRepository } from './attempt.repository.js';
import { sourcesOf } from './attempts.core.js';
import { KnownDeviceRepository } from './known-device.repository.js';

/** Who asks, and what shows that their device is known; empty when nothing does. */
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
   * Runs `guess`, which throws unauthenticated when it was wrong. It is told whether the device is known.
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

/** Who was only asked for a code has guessed nothing yet; earlier attempts count on. */
const isWrong = (error: unknown): boolean =>
  isDomainError(error) && error.kind === 'unauthenticated' && error.reason !== 'SECOND_FACTOR_REQUIRED';
