import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Tally } from '../core/tally.js';

/** Counts each answer by its route's pattern; addresses that match none share one label. */
export function measureHttp(tally: Tally, monotonicMs: () => number): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const startedMs = monotonicMs();
    response.once('finish', () => {
      const route = (request as { readonly route?: { readonly path?: unknown } }).route?.path;
      tally.answered({
        method: METHODS.has(request.method) ? request.method : 'other',
        route: typeof route === 'string' ? route : 'none',
        status: response.statusCode,
        durationMs: monotonicMs() - startedMs,
      });
    });
    next();
  };
}

/** A request may name any method it likes; a label may not. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
