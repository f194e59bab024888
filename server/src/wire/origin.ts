import type { IncomingHttpHeaders } from 'node:http';

/** Which pages may open a socket. */
export interface OriginRule {
  readonly publicOrigin: string;
  /**
   * True outside production: a page that this very server delivered may connect by whatever name it was reached, so
   * that another machine of the same network can join. In production the configured address is the only one.
   */
  readonly allowsOwnHost: boolean;
}

/**
 * Decides by the headers of a handshake, before any work is done for it. No cookie takes part in proving who somebody
 * is, so a foreign page could at most make a visitor's browser open a socket that then shows no token; it is refused
 * all the same.
 *
 * A missing Origin: browsers send it with every WebSocket and every cross-site request, but not when a page polls its
 * own server. So it is let through unless something shows a browser on a foreign page: `Sec-Fetch-Site`, or a cookie
 * without it. Programs that are no browser come this way too; like everybody they must show a token to get further.
 */
export function isOriginAllowed(headers: IncomingHttpHeaders, rule: OriginRule): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return isOwnFetch(headers);
  if (origin === rule.publicOrigin) return true;
  return rule.allowsOwnHost && host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

function isOwnFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.cookie === undefined;
}
