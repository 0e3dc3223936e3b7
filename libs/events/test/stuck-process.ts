// A process of service `user` that takes an event, says so on standard output, and never finishes. Killed by the test.
import 'reflect-metadata';
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@lastmile/events';
import { boot, Offer } from './boot.js';

@Injectable()
class Stuck {
  @OnEvent('trip.offered', Offer)
  handle(): Promise<never> {
    process.stdout.write('taken');
    return new Promise(() => undefined);
  }
}

await boot('user', process.env.DATABASE_URL ?? '', [Stuck]);
