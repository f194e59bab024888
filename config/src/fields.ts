import { isIP } from 'node:net';
import { Secret } from '#kernel/secret';
import { z } from 'zod';

/** Fewer bytes than this can be searched through; a start with less is refused. Source: RFC 7518 section 3.2. */
const SECRET_MIN_UNITS = 32;

/** A secret from the environment. Never has a default. */
export const secretField = z
  .string()
  .min(SECRET_MIN_UNITS, `needs at least ${SECRET_MIN_UNITS} characters; make one with: openssl rand -base64 48`)
  .transform((text) => new Secret(text));

export const modeField = z.enum(['local', 'dev', 'production'], 'must be local, dev or production').default('local');

export const logLevelField = z
  .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
  .default('info');

/** How meetings are spread: as load demands, or each of them over all workers of a host, or over all media hosts. */
export const spreadField = z.enum(['auto', 'workers', 'hosts'], 'must be auto, workers or hosts').default('auto');

export const portField = wholeNumber(1, 65_535);

/** A switch, written as a word. */
export const yesNoField = z.enum(['yes', 'no'], 'must be yes or no').transform((word) => word === 'yes');

/** A password or key that somebody else has made, of any length. */
export const foreignSecretField = z
  .string()
  .min(1)
  .max(1_024)
  .transform((text) => new Secret(text));

/** A whole number within bounds, written in decimal. */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, message).transform(Number).pipe(z.int(message).min(min, message).max(max, message));
}

/** A group of settings that only makes sense whole lacks one. */
export interface GroupFault {
  readonly variable: string;
  readonly message: string;
}

/** An http or https address without a path. */
export const originField = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://meet.example.org' })
  .transform((text) => new URL(text).origin);

export const originListField = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(originField).min(1).max(64));

const VideoCodec = z.enum(['vp8', 'h264', 'vp9', 'av1'], 'must be vp8, h264, vp9 or av1');
export type VideoCodec = z.output<typeof VideoCodec>;

const CODECS_MESSAGE = 'must be a list of vp8, h264, vp9 and av1, each once, such as vp9,vp8,h264';

/** Codecs for video, the one to prefer first. */
export const codecListField = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
  .pipe(z.array(VideoCodec, CODECS_MESSAGE).min(1, CODECS_MESSAGE))
  .refine((codecs) => new Set(codecs).size === codecs.length, CODECS_MESSAGE);

/** First and last port of a range, such as `40000-40099`. */
export const portRangeField = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must be a range such as 40000-40099')
  .transform((text) => {
    const [first = 0, last = 0] = text.split('-').map(Number);
    return { first, last };
  })
  .refine(
    ({ first, last }) => first >= 1_024 && last <= 65_535 && first <= last,
    'must lie within 1024-65535, first before last',
  );

export const ipField = z.string().refine((text) => isIP(text) !== 0, 'must be an IP address');

/** What browsers are told to send media to: an IP address, or a host name that they can resolve. */
export const announcedField = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/.test(text),
    'must be an IP address or a host name',
  )
  .refine(
    (text) => text !== '0.0.0.0' && text !== '::',
    'must be an address that browsers can reach; 0.0.0.0 is not one',
  );
