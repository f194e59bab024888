import { z } from 'zod';
import {
  API_PREFIX,
  BYTES_BODY,
  FILE_BODY,
  NO_ANSWER,
  REFUSALS,
  REST_ROUTES,
  REST_SCHEMAS,
  type RefusalCode,
  type RestRoute,
  type RestSchemaName,
} from '#contracts';

const ABOUT =
  'Accounts, rooms and schedules. What happens within a meeting goes over the socket; see docs/protocol.md.';
const BYTES = { type: 'string', format: 'binary' } as const;
const FORM_WITH_FILE = { type: 'object', required: ['file'], properties: { file: BYTES } } as const;

/**
 * Describes the REST API, made from the routes that are served and the very schemas that check requests.
 * Source: OpenAPI Specification 3.0.3.
 */
export function openApi() {
  return {
    openapi: '3.0.3',
    info: { title: 'Parley', description: ABOUT, version: '1' },
    paths: paths(),
    components: { schemas: schemas(), securitySchemes },
  };
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  refresh: { type: 'apiKey', in: 'cookie', name: 'parley_refresh' },
} as const;

function paths() {
  const byPath = Map.groupBy(Object.entries<RestRoute>(REST_ROUTES), ([, { path }]) => `${API_PREFIX}${path}`);
  return Object.fromEntries(
    [...byPath].map(([path, routes]) => [
      path,
      Object.fromEntries(routes.map(([name, route]) => [route.method.toLowerCase(), operationOf(name, route)])),
    ]),
  );
}

function operationOf(name: string, route: RestRoute) {
  const body = bodyOf(route);
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    description: route.about,
    parameters: [...idsOf(route), ...queryOf(route)],
    ...(body !== undefined && { requestBody: body }),
    responses: { ...answersOf(route), ...refusalsOf(route) },
    security: proofOf(route),
  };
}

function idsOf({ path }: RestRoute) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name.endsWith('Ms') ? { type: 'integer' } : { type: 'string', format: 'uuid' },
  }));
}

function queryOf({ query }: RestRoute) {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(REST_SCHEMAS[query as RestSchemaName], {
    target: 'openapi-3.0',
    io: 'input',
  });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function bodyOf({ body, isBodyOptional }: RestRoute) {
  if (body === undefined) return undefined;
  const required = isBodyOptional !== true;
  if (body === BYTES_BODY) return { required, content: { 'application/octet-stream': { schema: BYTES } } };
  if (body === FILE_BODY) return { required, content: { 'multipart/form-data': { schema: FORM_WITH_FILE } } };
  return { required, content: { 'application/json': { schema: schemaRef(body) } } };
}

function answersOf({ answers }: RestRoute) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [status, { description: answer, ...contentOf(answer) }]),
  );
}

function contentOf(answer: string) {
  if (answer === NO_ANSWER) return {};
  return answer.includes('/')
    ? { content: { [answer]: { schema: BYTES } } }
    : { content: { 'application/json': { schema: schemaRef(answer) } } };
}

function refusalsOf({ refusals, caller }: RestRoute) {
  const codes: RefusalCode[] = [
    ...refusals,
    ...(caller === 'anybody' ? [] : (['unauthenticated'] as const)),
    'too-many-requests',
    'internal',
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => REFUSALS[code].http);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: schemaRef('Problem') } },
      },
    ]),
  );
}

function proofOf({ caller }: RestRoute) {
  if (caller === 'cookie') return [{ refresh: [] }];
  return caller === 'anybody' ? [] : [{ bearer: [] }];
}

function schemas() {
  const asked = new Set(Object.values<RestRoute>(REST_ROUTES).map(({ body }) => body));
  return Object.fromEntries(
    Object.entries(REST_SCHEMAS).map(([name, schema]) => [
      name,
      // What is filled in by itself may be left out of a request, but is in every answer.
      z.toJSONSchema(schema, { target: 'openapi-3.0', io: asked.has(name) ? 'input' : 'output' }),
    ]),
  );
}

function schemaRef(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}
