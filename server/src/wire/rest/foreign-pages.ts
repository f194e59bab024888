import type { NextFunction, Request, Response } from 'express';
import type { ServerConfig } from '#config';
import { Refusal } from '#contracts';
import { isOriginAllowed } from '../origin.js';

/** What changes nothing. Source: RFC 9110 section 9.2.1. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses requests that change something and come from a page of another site, before anything is done for them. */
export function refuseForeignPages(config: Pick<ServerConfig, 'publicUrl' | 'mode'>) {
  const rule = { publicOrigin: config.publicUrl, allowsOwnHost: config.mode !== 'production' };
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (SAFE_METHODS.has(request.method) || isOriginAllowed(request.headers, rule)) return next();
    next(new Refusal('forbidden', 'This page may not do that here.'));
  };
}
