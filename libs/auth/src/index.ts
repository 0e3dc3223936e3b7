export { asService, personRoles, requireRole, requireSelf, ROLES, type Caller, type Role } from './caller.js';
