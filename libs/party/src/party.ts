// The people who travel together on one ride, and their needs. Each field is defined here once, for every service, the
// gateway and the web app.

/** The party of an existing ride. */
export interface Party {
  /** Number of people; each takes a seat. 1 to `MOST_PEOPLE`. */
  readonly people: number;
  /** One of them needs a wheelchair place, which also counts as their seat. */
  readonly wheelchair: boolean;
}

/** A party in a rider's request: what is undefined is taken from their profile. */
export type PartyWish = Omit<Party, 'wheelchair'> & Partial<Pick<Party, 'wheelchair'>>;

/** Maximum number of people in one ride. */
export const MOST_PEOPLE = 6;

/** One person without special needs. */
export const ALONE: Party = { people: 1, wheelchair: false };

/** A request without more details: one person, and the needs from the profile. */
export const partyWish = (said: Partial<PartyWish> = {}): PartyWish => ({ ...ALONE, wheelchair: undefined, ...said });

/** The party for a request by a rider with this profile; without a profile only what was requested. */
export const partyFor = (wish: PartyWish, profile?: { readonly wheelchair: boolean } | null): Party => ({
  ...wish,
  wheelchair: wish.wheelchair ?? profile?.wheelchair ?? ALONE.wheelchair,
});
