import type { IncomingMessage } from 'node:http';

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
