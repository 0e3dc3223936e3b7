export * from './party.js';
export * from './party-message.js';
export * from './party-row.js';
export * from './party-schema.js';
