import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule, type Parts } from './app.module.js';
import { NestLog } from './core/log.js';
import { TALLY, type Tally } from './core/tally.js';
import { measureHttp } from './operations/measure-http.js';
import { DOCS_PATH, serveOpenApi } from './operations/openapi.js';
import { securityHeaders } from './pages/security-headers.js';
import { serveAssets } from './pages/serve-assets.js';
import type { TrustProxy } from './wire/client-address.js';
import { REST_BODY_MAX_BYTES } from './wire/limits.js';
import { SignalAdapter } from './wire/signal-adapter.js';

/** The whole server, ready to listen. */
export async function createApp(parts: Parts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(parts), {
    logger: new NestLog(parts.log),
    bodyParser: false,
    // A kept-alive connection must not hold up the end of the process.
    forceCloseConnections: true,
    abortOnError: false,
  });
  const { config, clock } = parts;
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  const trusts = (app.getHttpAdapter().getInstance() as { get(name: string): TrustProxy }).get('trust proxy fn');
  const headers = securityHeaders(config, DOCS_PATH);
  app.useWebSocketAdapter(new SignalAdapter(app, { trusts, headers }));
  app.use(headers);
  app.use(measureHttp(app.get<Tally>(TALLY), () => clock.monotonicMs()));
  app.useBodyParser('json', { limit: REST_BODY_MAX_BYTES, strict: true });
  serveOpenApi(app);
  serveAssets(app, parts.clientDir);
  return app;
}
