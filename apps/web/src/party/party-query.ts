// The chosen party as part of a page's address.
import { MOST_PEOPLE, partyWish } from '@lastmile/party';
import type { PartyWish } from '../api/api.types';

/** Reads valid values; invalid ones are treated as not chosen. */
export function partyOfQuery(query: URLSearchParams): PartyWish {
  const people = Number(query.get('party'));
  const wheelchair = query.get('wheelchair');
  return partyWish({
    ...(Number.isInteger(people) && people >= 1 && people <= MOST_PEOPLE && { people }),
    wheelchair: wheelchair === null ? undefined : wheelchair === 'yes',
  });
}

/** Writes only what differs from the default. */
export function setParty(query: URLSearchParams, { people, wheelchair }: PartyWish): void {
  if (people !== partyWish().people) query.set('party', String(people));
  if (wheelchair !== undefined) query.set('wheelchair', wheelchair ? 'yes' : 'no');
}
