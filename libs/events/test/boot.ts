// Boots a service of the declarations in `apps/` beside this file, without its transport.
import { fileURLToPath } from 'node:url';
import { Module, type INestApplicationContext, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PostgresModule } from '@lastmile/postgres';
import { EventsModule, type EventsOptions } from '@lastmile/events';
import { testDatabase, type TestDatabase } from '@lastmile/testing';

const appsDirectory = fileURLToPath(new URL('./apps', import.meta.url));

export async function boot(
  service: string,
  databaseUrl: string,
  providers: Provider[] = [],
  options: EventsOptions = {},
): Promise<INestApplicationContext> {
  process.env.DATABASE_URL = databaseUrl;
  @Module({
    imports: [PostgresModule.forService(service), EventsModule.forService(service, { appsDirectory, ...options })],
    providers,
  })
  class TestModule {}
  return NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
}

export interface Offer {
  readonly tripId: string;
}

/** Stands for a generated message. */
export const Offer = {
  fromJSON: (object: unknown): Offer => ({ tripId: String((object as Offer).tripId) }),
  toJSON: (offer: Offer): unknown => ({ tripId: offer.tripId }),
};

/** A database that knows the events of the declarations in `apps/` beside this file. */
export async function testEvents(service: string): Promise<TestDatabase> {
  const test = await testDatabase(service);
  await test.admin(`INSERT INTO queue.listeners VALUES ('user:trip.offered', 'trip')`);
  return test;
}
