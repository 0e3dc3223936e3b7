// The account as the domain sees it.

export const USER_ROLES = ['rider', 'driver', 'operator'] as const;
export type UserRole = (typeof USER_ROLES)[number];

export interface User {
  readonly userId: string;
  /** Lower-cased. */
  readonly email: string;
  readonly displayName: string;
  /** Canonical BCP 47 tag. */
  readonly language: string;
  /** True when the owner has proven the address; before that, only the request for confirmation is mailed to it. */
  readonly emailConfirmed: boolean;
  /** Never empty, in the order of USER_ROLES. */
  readonly roles: readonly UserRole[];
  readonly createTime: Date;
  /** Grows by one with each change. */
  readonly version: number;
}

export type NewUser = Omit<User, 'version'>;

/** Undefined fields stay unchanged. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly language?: string;
}
