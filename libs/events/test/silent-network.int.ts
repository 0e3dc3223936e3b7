// A network that drops every packet: workers find out, and go on over new connections.
import { Injectable } from '@nestjs/common';
import { EventBus, OnEvent } from '@lastmile/events';
import { Database } from '@lastmile/postgres';
import { waitFor, Wire } from '@lastmile/testing';
import { boot, Offer, testEvents } from './boot.js';

@Injectable()
class Listener {
  readonly heard = new Set<string>();

  @OnEvent('trip.offered', Offer)
  async handle({ tripId }: Offer): Promise<void> {
    this.heard.add(tripId);
  }
}

it('events are heard although every connection of the worker went silent', async () => {
  const test = await testEvents('user');
  const url = new URL(test.urlFor('user'));
  const wire = await Wire.to(Number(url.port));
  url.port = String(wire.port);
  const user = await boot('user', url.href, [Listener]);
  const trip = await boot('trip', test.urlFor('trip'));
  const { heard } = user.get(Listener);
  const hears = async (tripId: string) => {
    const event = { type: 'trip.offered', aggregateId: tripId, version: 1, time: new Date(), data: { tripId } };
    await trip.get(Database).transaction((tx) => trip.get(EventBus).publish(tx, event));
    await waitFor(() => heard.has(tripId), { what: `${tripId} is heard` });
  };
  try {
    await hears('before');
    wire.forget();
    await hears('after');
  } finally {
    await trip.close();
    await user.close();
    wire.close();
    await test.close();
  }
}, 60_000);
