/** What is known of the own second factor, among the queries. */
export const factorKey = ['second-factor'] as const;
