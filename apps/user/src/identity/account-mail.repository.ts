// Limits how many mails about an account may be requested, by anybody. Requests above the limit are ignored silently:
// the response must not show whether the account exists, and the mails already sent are still valid.
import type { Queries } from '@lastmile/postgres';

export const MOST_MAILS_AN_HOUR = 5;

export type MailKind =
  'password_reset' | 'email_confirmation' | 'second_factor_on' | 'second_factor_off' | 'second_factor_reset';

/** Counts a request; false when there were too many of this kind within an hour. */
export async function mayMail(tx: Queries, userId: string, kind: MailKind, now: Date): Promise<boolean> {
  const counted = await tx.maybeOne(
    `INSERT INTO account_mails AS lately (user_id, kind, wish_times) VALUES ($1, $2, ARRAY[$3::timestamptz])
     ON CONFLICT (user_id, kind) DO UPDATE SET wish_times =
       ARRAY(SELECT wish FROM unnest(lately.wish_times) AS wish WHERE wish > $3 - interval '1 hour') || $3::timestamptz
     WHERE (SELECT count(*) FROM unnest(lately.wish_times) AS wish WHERE wish > $3 - interval '1 hour') < $4
     RETURNING 1`,
    [userId, kind, now, MOST_MAILS_AN_HOUR],
  );
  return counted !== undefined;
}
