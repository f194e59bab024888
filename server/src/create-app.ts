import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import { ConfigurationError } from '#config';
import { API_PREFIX } from '#contracts';
import { AppModule, type Parts } from './app.module.js';
import { NestLog } from './core/log.js';
import { TALLY, type Tally } from './core/tally.js';
import { DOCS_PATH } from './operations/api-docs.controller.js';
import { measureHttp } from './operations/measure-http.js';
import { securityHeaders } from './pages/security-headers.js';
import { serveAssets } from './pages/serve-assets.js';
import type { TrustProxy } from './wire/client-address.js';
import { Capacity } from './wire/capacity.js';
import { REST_BODY_MAX_BYTES } from './wire/limits.js';
import { refuseForeignPages } from './wire/rest/foreign-pages.js';
import { SignalAdapter } from './wire/signal-adapter.js';

/**
 * The whole server, ready to listen.
 *
 * @throws {ConfigurationError} for what only shows when it is put to use. The database is closed then.
 */
export async function createApp(parts: Parts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(parts), {
    logger: new NestLog(parts.log),
    bodyParser: false,
    // A kept-alive connection must not hold up the end of the process.
    forceCloseConnections: true,
    abortOnError: false,
  });
  try {
    furnish(app, parts);
  } catch (fault) {
    await app.close();
    throw fault;
  }
  return app;
}

/** What stands before and beside the routes, in the order in which requests meet it. */
function furnish(app: NestExpressApplication, { config, clock, clientDir }: Parts): void {
  app.disable('x-powered-by');
  trustProxies(app, config.trustedProxies);
  const trusts = express(app).get('trust proxy fn') as TrustProxy;
  const headers = securityHeaders(config, DOCS_PATH);
  app.useWebSocketAdapter(new SignalAdapter(app, { trusts, headers }));
  app.getHttpServer().maxConnections = app.get(Capacity).connectionsMaxCount;
  app.use(headers);
  app.use(measureHttp(app.get<Tally>(TALLY), () => clock.monotonicMs()));
  app.use(API_PREFIX, refuseForeignPages(config));
  app.useBodyParser('json', { limit: REST_BODY_MAX_BYTES, strict: true });
  serveAssets(app, clientDir);
}

/** @throws {ConfigurationError} when one is no address; Express is the first to read them. */
function trustProxies(app: NestExpressApplication, proxies: readonly string[]): void {
  try {
    // Past Nest, which would log a fault that the operator is told of anyway.
    express(app).set('trust proxy', proxies.length > 0 ? [...proxies] : false);
  } catch {
    throw new ConfigurationError([
      'TRUSTED_PROXIES: must be IP addresses or networks such as 10.0.0.0/8, with commas between',
    ]);
  }
}

function express(app: NestExpressApplication): Express {
  return app.getHttpAdapter().getInstance();
}
