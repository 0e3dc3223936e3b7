// An account as a row of its table.
import type { User, UserRole } from './user.types.js';

export interface UserRow {
  user_id: string;
  email: string;
  display_name: string;
  language: string;
  roles: UserRole[];
  create_time: Date;
  email_confirm_time: Date | null;
  version: number;
}

export const toUser = (row: UserRow): User => ({
  userId: row.user_id,
  email: row.email,
  displayName: row.display_name,
  language: row.language,
  roles: row.roles,
  createTime: row.create_time,
  version: row.version,
  emailConfirmed: row.email_confirm_time !== null,
});
