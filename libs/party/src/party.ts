// Who, and what, travels together on one ride. A field of it is defined here once, for every service, the gateway and the web app.

/** Of a ride that somebody asked for. */
export interface Party {
  /** Each takes a seat. 1 to `MOST_PEOPLE`. */
  readonly people: number;
  /** One of them needs a wheelchair place, which also counts as their seat. */
  readonly wheelchair: boolean;
}

/** As a rider asks: what is undefined follows from their profile. */
export type PartyWish = Omit<Party, 'wheelchair'> & Partial<Pick<Party, 'wheelchair'>>;

/** The most people of one ride. */
export const MOST_PEOPLE = 6;

/** One person who needs nothing else. */
export const ALONE: Party = { people: 1, wheelchair: false };

/** A wish that says no more than that: one person, and what the profile says. */
export const partyWish = (said: Partial<PartyWish> = {}): PartyWish => ({ ...ALONE, wheelchair: undefined, ...said });

/** What a wish means for a rider with this profile; without a profile nothing is needed that was not asked for. */
export const partyFor = (wish: PartyWish, profile?: { readonly wheelchair: boolean } | null): Party => ({
  ...wish,
  wheelchair: wish.wheelchair ?? profile?.wheelchair ?? ALONE.wheelchair,
});
