import { Secret } from '#kernel/secret';
import { z } from 'zod';
import type { GroupFault } from './fields.js';

export const MAIL_ENVIRONMENT = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an address such as smtps://user:password@mail.example.org' })
    .max(1_024)
    .transform((text) => new Secret(text))
    .exactOptional(),
  MAIL_FROM: z.email('must be an e-mail address').max(254).exactOptional(),
};

type Read = z.output<z.ZodObject<typeof MAIL_ENVIRONMENT>>;

/** How mail is sent. */
export interface MailConfig {
  /** Holds the mail server's password. */
  readonly smtpUrl: Secret;
  readonly from: string;
}

export function mailFault({ SMTP_URL, MAIL_FROM }: Read): GroupFault | undefined {
  if (SMTP_URL === undefined || MAIL_FROM !== undefined) return undefined;
  return { variable: 'MAIL_FROM', message: 'must be set with SMTP_URL, such as meet@example.org' };
}

export function mailOf({ SMTP_URL, MAIL_FROM }: Read): MailConfig | undefined {
  return SMTP_URL === undefined || MAIL_FROM === undefined ? undefined : { smtpUrl: SMTP_URL, from: MAIL_FROM };
}
