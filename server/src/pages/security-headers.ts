import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { ServerConfig } from '#config';

type Middleware = (request: IncomingMessage, response: ServerResponse, next: (fault?: unknown) => void) => void;

const YEAR_S = 31_536_000;

/** What a page of ours may use; everything else that browsers know of stays shut. Source: W3C Permissions Policy. */
const PERMISSIONS_POLICY = [
  ...[
    'camera',
    'microphone',
    'display-capture',
    'autoplay',
    'fullscreen',
    'picture-in-picture',
    'screen-wake-lock',
  ].map((name) => `${name}=(self)`),
  ...['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi'].map((name) => `${name}=()`),
].join(', ');

/**
 * Puts the security headers on every answer. Pages load nothing but what this server delivers, and run no script or
 * style that stands in a page itself. `docsPath` is the one exception: the API's page brings styles of its own.
 */
export function securityHeaders(config: ServerConfig, docsPath: string): Middleware {
  const forPages = helmet(options(config, ["'self'"]));
  const forDocs = helmet(options(config, ["'self'", "'unsafe-inline'"]));
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
    const isDocs = request.url?.startsWith(docsPath) ?? false;
    (isDocs ? forDocs : forPages)(request, response, next);
  };
}

function options(config: ServerConfig, styleSrc: string[]): Parameters<typeof helmet>[0] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc,
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        // Older Safari does not take 'self' to mean the socket of the same host.
        connectSrc: ["'self'", (request) => socketSource(request, config)],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: config.isBehindTls ? { maxAge: 2 * YEAR_S, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // A room's link lets people in; other sites must not learn it.
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  };
}

/** Letters, digits, dots, dashes, a bracketed IPv6 address, a port: nothing that could begin another directive. */
const HOST = /^[\w.-]{1,255}(:\d{1,5})?$|^\[[\da-f:.]{2,45}\](:\d{1,5})?$/i;

function socketSource({ headers: { host } }: IncomingMessage, { mode, publicUrl }: ServerConfig): string {
  const publicSocket = publicUrl.replace(/^http/, 'ws');
  // Outside production the page may have been reached by any name of this machine; see wire/origin.ts.
  return mode === 'production' || host === undefined || !HOST.test(host) ? publicSocket : `ws://${host}`;
}
