import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { REFUSALS, type RefusalCode } from '#contracts';

/** What the API's page says of one route. */
export interface RouteDescription {
  readonly tag: string;
  readonly summary: string;
  readonly about: string;
  /** By status, the name of a schema of the contract. */
  readonly answers: Readonly<Record<number, string>>;
  readonly refusals: readonly RefusalCode[];
  /** Names of path parameters, each a UUID. */
  readonly ids?: readonly string[];
  readonly bearer?: 'required' | 'optional';
}

/** Describes a route for OpenAPI, its errors included. The schemas are those of the contract; see operations/openapi.ts. */
export function Described(route: RouteDescription): MethodDecorator & ClassDecorator {
  const answers = Object.entries(route.answers).map(([status, name]) =>
    ApiResponse({
      status: Number(status),
      description: name,
      content: { 'application/json': { schema: schemaRef(name) } },
    }),
  );
  const ids = (route.ids ?? []).map((name) => ApiParam({ name, schema: { type: 'string', format: 'uuid' } }));
  return applyDecorators(
    ApiTags(route.tag),
    ApiOperation({ summary: route.summary, description: route.about }),
    ...answers,
    ...refusalsByStatus(route),
    ...ids,
    ...(route.bearer === undefined ? [] : [ApiBearerAuth()]),
  );
}

function refusalsByStatus({ refusals, bearer }: RouteDescription) {
  const codes: RefusalCode[] = [...refusals, ...(bearer === undefined ? [] : ['unauthenticated' as const]), 'internal'];
  const byStatus = Map.groupBy(new Set(codes), (code) => REFUSALS[code].http);
  return [...byStatus].map(([status, same]) =>
    ApiResponse({
      status,
      description: same.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: schemaRef('Problem') } },
    }),
  );
}

function schemaRef(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}
