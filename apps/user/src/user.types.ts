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
  /** Somebody has shown that the address is theirs: nothing but the request to do so is mailed before. */
  readonly emailConfirmed: boolean;
  /** Never empty, in the order of USER_ROLES. */
  readonly roles: readonly UserRole[];
  readonly createTime: Date;
  /** Grows by one with each change. */
  readonly version: number;
}

export type NewUser = Omit<User, 'version'>;

/** Absent fields stay. */
export interface ProfileChange {
  readonly displayName?: string;
  readonly language?: string;
}
