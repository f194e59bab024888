import { z } from 'zod';
import { IdentityId } from '../ids.js';
import { AtMs } from './common.js';

/** What proves who somebody is, in the `Authorization` header and in the socket's handshake. */
export const AccessToken = z.string().max(2_048);

/** `POST /guests`: a device introduces itself. No name, no account; the token is what later requests prove themselves with. */
export const GuestIssued = z.strictObject({ identityId: IdentityId, token: AccessToken, expiresAtMs: AtMs });
export type GuestIssued = z.output<typeof GuestIssued>;
