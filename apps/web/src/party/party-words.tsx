// A party as text, for drivers and operators.
import type { Party } from '../api/api.types';
import { useText } from '../text/text';
import { Badge } from '../ui/ui';

/** `riders`: the number of riders as text. `needs`: what it needs besides seats. */
export function usePartyWords(): { riders(party: Party): string; needs(party: Party): readonly string[] } {
  const t = useText('party');
  return {
    riders: ({ people }) => t.riders({ count: people }),
    needs: ({ wheelchair }) => [wheelchair && t.wheelchair].filter((need) => need !== false),
  };
}

/** What a party needs besides seats. */
export function PartyNeeds({ party }: { party: Party }) {
  return usePartyWords()
    .needs(party)
    .map((need) => <Badge key={need}>{need}</Badge>);
}
