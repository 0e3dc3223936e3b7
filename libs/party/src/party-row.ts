// The columns that hold a party, the same in every table of rides and trips.
import { ALONE, type Party } from './party.js';

export interface PartyRow {
  party_size: number;
  wheelchair: boolean;
}

/** The columns with their values. */
export const partyColumns = (party: Party): PartyRow => ({ party_size: party.people, wheelchair: party.wheelchair });

export const partyOfRow = (row: PartyRow): Party => ({ people: row.party_size, wheelchair: row.wheelchair });

export const PARTY_COLUMNS: readonly string[] = Object.keys(partyColumns(ALONE));
