import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { REST_ROUTES, REST_SCHEMAS } from '#contracts';

export const DOCS_PATH = '/api/docs';
export const OPENAPI_PATH = '/api/openapi.json';

/** Describes the REST API, its schemas made from the very ones that check requests. */
export function openApiOf(app: NestExpressApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Parley')
    .setDescription(
      'Accounts, rooms and schedules. What happens within a meeting goes over the socket; see docs/protocol.md.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addCookieAuth('parley_refresh', { type: 'apiKey', in: 'cookie' }, 'refresh')
    .build();
  const document = SwaggerModule.createDocument(app, about);
  const asked = new Set<string | undefined>(
    Object.values(REST_ROUTES).map((route) => ('body' in route ? route.body : undefined)),
  );
  const schemas = Object.entries(REST_SCHEMAS).map(([name, schema]) => [
    name,
    // What is filled in by itself may be left out of a request, but is in every answer.
    z.toJSONSchema(schema, { target: 'openapi-3.0', io: asked.has(name) ? 'input' : 'output' }),
  ]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

/** Serves the description and a page to read it on. */
export function serveOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup(DOCS_PATH.slice(1), app, openApiOf(app), {
    jsonDocumentUrl: OPENAPI_PATH.slice(1),
    raw: ['json'],
    customSiteTitle: 'Parley API',
  });
}
