// Jest: every test file has its own keys, so that `{ caller }` in a call is proven and verified as in production.
import { useIdentity } from '@lastmile/grpc';
import { KeyRing } from './key-ring.js';

useIdentity(new KeyRing());
