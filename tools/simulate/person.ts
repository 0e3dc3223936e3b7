// What riders and drivers have in common: an account, a socket, random numbers of their own, and a way to wait for events.
import { Api, ApiError } from './api.js';
import type { CarLocation, Notification } from './api.types.js';
import { Live } from './live.js';
import { Random } from './random.js';
import type { World } from './world.js';

const LOST_SECONDS = [30, 120] as const;

/** One simulated person. */
export abstract class Person {
  protected readonly api: Api;
  protected readonly luck: Random;
  protected live!: Live;
  private news = Promise.withResolvers<void>();

  constructor(
    protected readonly city: World,
    protected readonly name: string,
    private readonly role: 'rider' | 'driver',
  ) {
    this.api = new Api(city.options.baseUrl, city.timing.signal);
    this.luck = new Random(city.options.seed, name);
  }

  /** Lives until the simulation stops; a failed round is counted and the next one begins. */
  async run(): Promise<void> {
    await this.api.signIn(`${this.name}@riders.example`, 'take-the-last-mile', title(this.name), [this.role]);
    let registered = false;
    this.live = new Live(this.api, {
      notification: (entry) => this.hear(entry),
      location: (car) => this.see(car),
      gap: () => this.city.tally.add('gaps'),
    });
    try {
      for (;;) {
        try {
          await this.tidyUp();
          // After tidying: a driver on the way may not change their car.
          if (!registered) await this.register();
          registered = true;
          await this.round();
        } catch (error) {
          this.city.timing.signal.throwIfAborted();
          this.city.tally.error(error instanceof ApiError ? `${error.status} ${error.reason}` : String(error));
          await this.city.timing.pause(30);
        }
      }
    } finally {
      this.live.close();
    }
  }

  /** Makes the profile. */
  protected abstract register(): Promise<void>;
  /** Ends what an interrupted round left open. */
  protected abstract tidyUp(): Promise<void>;
  /** One ride, or one route. */
  protected abstract round(): Promise<void>;

  /** Called for each notification. */
  protected hear(_entry: Notification): void {
    this.news.resolve();
    this.news = Promise.withResolvers<void>();
  }

  /** Called for each position of a car that is followed. */
  protected see(_car: CarLocation): void {
    // Drivers follow nobody.
  }

  /** Waits for the next notification, at most until a domain moment. */
  protected async newsOrUntil(at: number): Promise<void> {
    await this.city.timing.eventOrUntil(this.news.promise, at);
  }

  /** Now and then the connection is lost for a while. */
  protected async maybeLoseConnection(probability: number): Promise<void> {
    if (!this.luck.chance(probability)) return;
    this.city.tally.add('connectionsLost');
    this.live.goAway();
    try {
      await this.city.timing.pause(this.luck.between(...LOST_SECONDS));
    } finally {
      this.live.comeBack();
    }
  }
}

/** Runs a request that may lose a race with the other side; those refusals are part of life. */
export async function unlessTooLate<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return undefined;
    throw error;
  }
}

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replace('-', ' ');
