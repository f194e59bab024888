import type { Secret } from '#kernel/secret';
import { z } from 'zod';
import { foreignSecretField, type GroupFault } from './fields.js';

export const OIDC_ENVIRONMENT = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://id.example.org' })
    .exactOptional(),
  OIDC_CLIENT_ID: z.string().min(1).max(256).exactOptional(),
  OIDC_CLIENT_SECRET: foreignSecretField.exactOptional(),
  OIDC_NAME: z.string().min(1).max(64).default('Single sign-on'),
};

type Read = z.output<z.ZodObject<typeof OIDC_ENVIRONMENT>>;

/** The operator's own provider. Source: OpenID Connect Core 1.0. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Written on the button. */
  readonly name: string;
}

export function oidcFault({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Read): GroupFault | undefined {
  if (OIDC_ISSUER === undefined) return undefined;
  if (OIDC_CLIENT_ID === undefined) return { variable: 'OIDC_CLIENT_ID', message: 'must be set with OIDC_ISSUER' };
  if (OIDC_CLIENT_SECRET !== undefined) return undefined;
  return { variable: 'OIDC_CLIENT_SECRET', message: 'must be set with OIDC_ISSUER' };
}

export function oidcOf(read: Read): OidcConfig | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = read;
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return undefined;
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME };
}
