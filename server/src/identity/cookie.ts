import type { IncomingMessage } from 'node:http';

/** The first cookie of a name. Ours hold no character that would need decoding. Source: RFC 6265 section 5.4. */
export function cookieOf({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
