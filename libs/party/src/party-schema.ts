// What is accepted as a party, over gRPC and over REST. Functions, so that whoever imports the type alone loads no parser.
import { z } from 'zod';
import { ALONE, MOST_PEOPLE } from './party.js';

const people = () => z.int().min(1).max(MOST_PEOPLE).describe('Each takes a seat.');
const wheelchair = () => z.boolean().describe('One of them needs a wheelchair place.');

/** A whole party: of a ride that was asked for. */
export const partySchema = () => z.object({ people: people(), wheelchair: wheelchair() });

/** A party as a rider asks for it. */
export const partyWishSchema = () =>
  z.strictObject({
    people: people().default(ALONE.people),
    wheelchair: wheelchair().optional().describe('Default: from your profile.'),
  });
