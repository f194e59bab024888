import type { Secret } from '#kernel/secret';
import { z } from 'zod';
import { secretField, wholeNumber, type GroupFault } from './fields.js';

const MAX_URLS = 8;

/** Longest life of a credential, in seconds; a leaked one must not serve for long. */
const TTL_MAX_S = 3_600;

export const TURN_ENVIRONMENT = {
  TURN_URLS: z
    .string()
    .max(2_048)
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(
      z
        .array(
          z
            .string()
            .regex(
              /^turns?:[A-Za-z0-9.[\]:-]+(\?transport=(udp|tcp))?$/,
              'must list addresses such as turn:turn.example.org:3478?transport=udp, separated by commas',
            ),
        )
        .min(1)
        .max(MAX_URLS),
    )
    .exactOptional(),
  TURN_SECRET: secretField.exactOptional(),
  TURN_TTL_S: wholeNumber(60, TTL_MAX_S).default(TTL_MAX_S),
};

type Read = z.output<z.ZodObject<typeof TURN_ENVIRONMENT>>;

/** The relay for browsers that reach no media host directly. */
export interface TurnConfig {
  /** Source: RFC 7065 for the form. */
  readonly urls: readonly string[];
  /** Shared with the relay, which knows no users. */
  readonly secret: Secret;
  /** How long a credential serves for new allocations. */
  readonly credentialTtlMs: number;
}

export function turnFault({ TURN_URLS, TURN_SECRET }: Read): GroupFault | undefined {
  if (TURN_URLS === undefined || TURN_SECRET !== undefined) return undefined;
  return { variable: 'TURN_SECRET', message: 'must be set with TURN_URLS; it is coturn’s static-auth-secret' };
}

export function turnOf({ TURN_URLS, TURN_SECRET, TURN_TTL_S }: Read): TurnConfig | undefined {
  if (TURN_URLS === undefined || TURN_SECRET === undefined) return undefined;
  return { urls: TURN_URLS, secret: TURN_SECRET, credentialTtlMs: TURN_TTL_S * 1_000 };
}
