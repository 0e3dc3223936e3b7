// The key that signs access tokens and those that are published, reloaded from the database every minute.
import { loadSigningKey, type SigningKey } from '@lastmile/auth';
import { failedPrecondition } from '@lastmile/errors';
import { planKeys } from './key-ring.core.js';
import type { Secrets } from './secrets.js';
import type { SigningKeyRepository, StoredKey } from './signing-key.repository.js';

const EVERY_MS = 60_000;

type Ring = readonly [SigningKey, ...SigningKey[]];

/** A key that signs, or will sign later. */
export interface NewKey {
  readonly kid: string;
  readonly signTime: Date;
}

export abstract class SigningKeys {
  /** The key that signs, then the others, which only verify. */
  abstract ring(): Ring;
  /** Creates a new key, unless one is already waiting. Throws failed_precondition SIGNING_KEY_CONFIGURED. */
  abstract rotate(): Promise<NewKey>;
  abstract stop(): void;
}

/** A key from JWT_PRIVATE_KEY, which only the administrator can replace. */
export class ConfiguredKey extends SigningKeys {
  constructor(private readonly key: SigningKey) {
    super();
  }

  ring(): Ring {
    return [this.key];
  }

  async rotate(): Promise<NewKey> {
    throw failedPrecondition('SIGNING_KEY_CONFIGURED', 'JWT_PRIVATE_KEY is set: keys are changed where it is set');
  }

  stop(): void {}
}

export interface StoredKeysOptions {
  readonly repository: SigningKeyRepository;
  readonly secrets: Secrets;
  readonly keyDays: number;
  /** Real time. */
  readonly now?: () => Date;
}

export class StoredKeys extends SigningKeys {
  private readonly now: () => Date;
  private keys: readonly (StoredKey & { readonly key: SigningKey })[] = [];
  private timer?: NodeJS.Timeout;

  private constructor(private readonly options: StoredKeysOptions) {
    super();
    this.now = options.now ?? (() => new Date());
  }

  static async start(options: StoredKeysOptions, onError: (error: unknown) => void): Promise<StoredKeys> {
    const keys = new StoredKeys(options);
    await keys.update();
    keys.timer = setInterval(() => void keys.update().catch(onError), EVERY_MS).unref();
    return keys;
  }

  ring(): Ring {
    const { published } = planKeys(this.keys, this.now(), this.options.keyDays);
    return published.map(({ key }) => key) as unknown as Ring;
  }

  async rotate(): Promise<NewKey> {
    await this.update(true);
    const newest = [...this.keys].sort((a, b) => b.signTime.getTime() - a.signTime.getTime())[0]!;
    return { kid: newest.key.kid, signTime: newest.signTime };
  }

  async update(isAsked = false): Promise<void> {
    const { repository, secrets, keyDays } = this.options;
    const stored = await repository.arrange(secrets, this.now(), keyDays, isAsked);
    this.keys = await Promise.all(
      stored.map(async (each) => ({ ...each, key: await loadSigningKey(each.privateJwk) })),
    );
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
