import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { GuestIssued, Problem, RoomCreated, RoomView } from '#contracts';

/** What the routes' descriptions may refer to by name. */
const SCHEMAS = { GuestIssued, RoomCreated, RoomView, Problem };

export const DOCS_PATH = '/api/docs';
export const OPENAPI_PATH = '/api/openapi.json';

/** Describes the REST API, its schemas made from the very ones that check requests. */
export function openApiOf(app: NestExpressApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Parley')
    .setDescription(
      'Opening meetings and looking them up. What happens within a meeting goes over the socket; see docs/protocol.md.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, about);
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema, { target: 'openapi-3.0' }),
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
