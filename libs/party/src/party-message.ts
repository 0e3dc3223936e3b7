// The party in the contract's messages: `party`, and for one release the two fields that it replaced. Replicas of the
// previous version only know those fields, and their events in the queue only have them. In the next release only
// `party` is read and written, and the deprecated fields are removed (docs/adr/0019-one-party.md).
import { z } from 'zod';
import { ALONE, partyWish, type Party, type PartyWish } from './party.js';

/** A message about a ride: lastmile.rider.v1.Ride, lastmile.trip.v1.Trip, PlannedTrip, or a rider's request. */
export interface PartyMessage {
  readonly party?: PartyWish;
  readonly partySize: number;
  readonly wheelchair?: boolean;
}

/** The party of a ride or a trip from another service. */
export function partyOf(message: PartyMessage): Party {
  const told = toldBy(message);
  return { ...told, wheelchair: told.wheelchair ?? ALONE.wheelchair };
}

/** The party's fields of a message: `{ rideId, ...partyFields(party) }`. */
export function partyFields(party: Party): PartyMessage & { readonly party: Party; readonly wheelchair: boolean };
export function partyFields(said: Partial<PartyWish>): PartyMessage;
export function partyFields(said: Partial<PartyWish>): PartyMessage {
  const party = partyWish(said);
  return { party, partySize: party.people, wheelchair: party.wheelchair };
}

/** Parses a message about a ride; the schema describes its `party` as `partySchema`. */
export const withParty = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((message) => (isPartyMessage(message) ? { ...message, party: toldBy(message) } : message), schema);

/** Parses a rider's request, in which 0 means missing (proto3); the schema describes its `party` as `partyWishSchema`. */
export const withPartyWish = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((message) => {
    if (!isPartyMessage(message)) return message;
    const told = toldBy(message);
    return { ...message, party: { ...told, people: told.people || undefined } };
  }, schema);

const toldBy = ({ party, partySize, wheelchair }: PartyMessage): PartyWish =>
  party ?? partyWish({ people: partySize, wheelchair });

const isPartyMessage = (message: unknown): message is PartyMessage =>
  typeof message === 'object' && message !== null && 'partySize' in message;
