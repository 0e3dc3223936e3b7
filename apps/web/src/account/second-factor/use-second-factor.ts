// The own second factor, as the profile and what asks for a code need it.
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { factorKey } from './factor-key';

/** Fails with NOT_OFFERED_BY_PROVIDER where accounts are kept elsewhere. */
export const useSecondFactor = () =>
  useQuery({
    queryKey: factorKey,
    queryFn: () => answerOf(api.GET('/v1/users/me/second-factor')),
    retry: false,
  });
