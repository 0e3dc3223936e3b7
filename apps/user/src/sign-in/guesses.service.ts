// Attempts with an account's secrets; each counts as wrong unless the secret is right or could not be checked.
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import type { SignInClient } from '../identity/identity.types.js';
import { AttemptRepository, type Attempt } from './attempt.repository.js';
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
   * Runs `guess`, which throws unauthenticated when the secret is wrong. `guess` is told whether the device is known. When the secret
   * is right, earlier attempts from the same place are deleted.
   * Throws resource_exhausted TOO_MANY_ATTEMPTS, and what `guess` throws.
   */
  async count<T>(email: string, client: DeviceClient, guess: (isKnownDevice: boolean) => Promise<T>): Promise<T> {
    return this.run(email, client, guess, (attempt) => this.attempts.succeed(attempt));
  }

  /**
   * Like `count`, for a password that is asked for without a code. Earlier attempts stay counted when the password is right: they
   * may be wrong codes, and somebody who knows the password could otherwise guess at codes without limit.
   */
  async countPassword<T>(email: string, client: DeviceClient, guess: () => Promise<T>): Promise<T> {
    return this.run(email, client, guess, (attempt) => this.attempts.takeBack(attempt));
  }

  private async run<T>(
    email: string,
    client: DeviceClient,
    guess: (isKnownDevice: boolean) => Promise<T>,
    onRight: (attempt: Attempt) => Promise<void>,
  ): Promise<T> {
    const device = await this.devices.find(email, client.deviceToken, new Date());
    const attempt = await this.attempts.admit(email, sourcesOf(client.address, device), new Date());
    try {
      const result = await guess(device !== undefined);
      await onRight(attempt);
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
