// Requests about second factors as the contract allows them.
import { uuid } from '@lastmile/grpc';
import { z } from 'zod';
import { client, code as maybeCode, givenPassword } from '../user.requests.js';

const code = maybeCode.min(1, 'must be given');

export const beginRequest = z.object({ password: givenPassword, client });
export const confirmRequest = z.object({ code, keepSessionId: uuid('session'), client });
export const renewRequest = z.object({ code, client });
export const removeRequest = z.object({ password: givenPassword, code, client });
export const resetRequest = z.object({ userId: uuid('user') });
