import { z } from 'zod';
import { FieldIssue } from '../field-issue.js';
import { unitsAtMost } from '../text.js';

/** Where the REST API lives. */
export const API_PREFIX = '/api/v1';

/** Server clock, ms since the Unix epoch. */
export const AtMs = z.int().nonnegative();

/** Longest address of a mailbox, in UTF-16 code units. Source: RFC 5321 section 4.5.3.1.3, less the angle brackets. */
export const EMAIL_MAX_UNITS = 254;

/** Compared without regard to case. */
export const Email = z
  .email('is no e-mail address')
  .max(EMAIL_MAX_UNITS)
  .check(unitsAtMost(EMAIL_MAX_UNITS))
  .toLowerCase();
export type Email = z.output<typeof Email>;

/** A secret that went out by mail or in a link; opaque to the client. */
export const MailedToken = z.string().min(22).max(128);

/** The answer is the same whether or not there was anything to do. */
export const Accepted = z.strictObject({ status: z.literal('accepted') });
export type Accepted = z.output<typeof Accepted>;

/** Errors over REST. Source: RFC 9457. `code` is ours and the same as on the socket. */
export const Problem = z.strictObject({
  type: z.string().max(256),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  code: z.string().max(64),
  detail: z.string().max(200),
  /** Of `invalid-input`, where it is about a field. */
  issue: FieldIssue.exactOptional(),
});
export type Problem = z.output<typeof Problem>;
