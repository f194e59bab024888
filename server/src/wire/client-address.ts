import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Express's compiled `trust proxy` setting: may this address, `index` hops away, speak for others? */
export type TrustProxy = (address: string, index: number) => boolean;

/** The nearest address that is no proxy of ours. Without a trusted proxy, `X-Forwarded-For` counts for nothing. */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trusts: TrustProxy): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const claimed = forwarded
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const hops = [request.socket.remoteAddress ?? 'unknown', ...claimed.toReversed()];
  return hops.find((address, index) => index === hops.length - 1 || !trusts(address, index)) ?? 'unknown';
}

/**
 * Whom a limit counts an address for: itself, or for IPv6 the /64 network that one household has as a whole, and in which
 * anybody can take another address with each try. Source: RFC 4291 sections 2.2 and 2.5, RFC 6177. Other words stay as they are.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [first = '', last = ''] = address.replace(/%.*$/, '').split('::');
  const [left, right] = [first, last].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ];
  const isShortened = address.includes('::');
  const zeros = Array.from({ length: isShortened ? Math.max(0, 8 - left.length - right.length) : 0 }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
