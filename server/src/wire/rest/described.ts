import { applyDecorators, HttpCode } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCookieAuth,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import {
  BYTES_BODY,
  FILE_BODY,
  NO_ANSWER,
  REFUSALS,
  REST_ROUTES,
  REST_SCHEMAS,
  type RefusalCode,
  type RestRoute,
  type RestRouteName,
  type RestSchemaName,
} from '#contracts';

/** Describes a route for OpenAPI as the contract has it, its errors included, and gives it its status. */
export function Described(name: RestRouteName): MethodDecorator {
  const route: RestRoute = REST_ROUTES[name];
  return applyDecorators(
    ApiTags(route.tag),
    ApiOperation({ operationId: name, summary: route.summary, description: route.about }),
    HttpCode(Number(Object.keys(route.answers)[0])),
    ...answersOf(route),
    ...refusalsOf(route),
    ...inputsOf(route),
    ...proofOf(route),
  );
}

function answersOf({ answers }: RestRoute) {
  return Object.entries(answers).map(([status, answer]) =>
    ApiResponse({ status: Number(status), description: answer, ...contentOf(answer) }),
  );
}

function contentOf(answer: string) {
  if (answer === NO_ANSWER) return {};
  const schema = { type: 'string', format: 'binary' } as const;
  return answer.includes('/')
    ? { content: { [answer]: { schema } } }
    : { content: { 'application/json': { schema: schemaRef(answer) } } };
}

function refusalsOf({ refusals, caller }: RestRoute) {
  const isProven = caller !== 'anybody';
  const codes: RefusalCode[] = [
    ...refusals,
    ...(isProven ? (['unauthenticated'] as const) : []),
    'too-many-requests',
    'internal',
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => REFUSALS[code].http);
  return [...byStatus].map(([status, same]) =>
    ApiResponse({
      status,
      description: same.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: schemaRef('Problem') } },
    }),
  );
}

function inputsOf({ path, body, isBodyOptional, query }: RestRoute) {
  const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) =>
    ApiParam({ name, schema: name.endsWith('Ms') ? { type: 'integer' } : { type: 'string', format: 'uuid' } }),
  );
  return [...ids, ...bodyOf(body, isBodyOptional !== true), ...(query === undefined ? [] : queryOf(query))];
}

function bodyOf(body: string | undefined, required: boolean) {
  if (body === undefined) return [];
  const file = { type: 'string', format: 'binary' } as const;
  if (body === BYTES_BODY) return [ApiConsumes('application/octet-stream'), ApiBody({ schema: file })];
  if (body !== FILE_BODY) return [ApiBody({ schema: schemaRef(body), required })];
  return [
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', required: ['file'], properties: { file } } }),
  ];
}

function queryOf(name: string) {
  const { properties = {}, required = [] } = z.toJSONSchema(REST_SCHEMAS[name as RestSchemaName], {
    target: 'openapi-3.0',
    io: 'input',
  }) as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([field, schema]) =>
    ApiQuery({ name: field, required: required.includes(field), schema }),
  );
}

function proofOf({ caller }: RestRoute) {
  if (caller === 'cookie') return [ApiCookieAuth('refresh')];
  return caller === 'anybody' ? [] : [ApiBearerAuth()];
}

function schemaRef(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}
