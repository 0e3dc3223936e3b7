// Requests and responses of the REST API, by the names in its OpenAPI document.
import type { components, operations } from './schema';

export type Schemas = components['schemas'];
export type Ride = Schemas['Ride'];
export type Trip = Schemas['Trip'];
export type Party = Schemas['Party'];
export type PartyWish = Schemas['PartyWish'];
export type Station = Schemas['Station'];
export type Position = Schemas['Position'];

/** The body of a successful response. */
type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
/** The operator's snapshot of the platform. */
export type Snapshot = Answer<'getSnapshot'>;
/** The statistics of one day. */
export type Statistics = Answer<'getStatisticsDay'>;
