/** The query key of the own second factor. */
export const factorKey = ['second-factor'] as const;
