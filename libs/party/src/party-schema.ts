// What is accepted as a party, over gRPC and REST. Functions, so that importing only the type loads no parser.
import { z } from 'zod';
import { ALONE, MOST_PEOPLE } from './party.js';

const people = () => z.int().min(1).max(MOST_PEOPLE).describe('Each takes a seat.');
const wheelchair = () => z.boolean().describe('One of them needs a wheelchair place.');

/** The complete party of an existing ride. */
export const partySchema = () => z.object({ people: people(), wheelchair: wheelchair() });

/** A party in a rider's request. */
export const partyWishSchema = () =>
  z.strictObject({
    people: people().default(ALONE.people),
    wheelchair: wheelchair().optional().describe('Default: from your profile.'),
  });
