import * as contracts from '#contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { boundsOf, notationOf, type JsonSchema } from './notation.ts';
import { remarksOf } from './remarks.ts';

/** Shapes that appear by name on the page: every exported schema that is more than an id or a plain choice. */
const NAMED = Object.entries<unknown>(contracts).filter(
  (entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType && entry[0] !== 'Nothing',
);

const REMARKS = remarksOf(join(import.meta.dirname, '..', '..', 'contracts', 'src'));

/** What travels beside requests and events: over REST and in handshakes. */
const OUTSIDE_REQUESTS = [
  contracts.GuestIssued,
  contracts.RoomCreated,
  contracts.RoomView,
  contracts.Problem,
  contracts.SignalHandshake,
  contracts.ControlHandshake,
];

/** The whole page, from the contracts and the hand-written introduction beside this file. */
export function renderProtocol(): string {
  for (const [name, schema] of NAMED) if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { id: name });
  const used = new Map<string, JsonSchema>();
  const body = [
    introduction(),
    '## Errors\n',
    refusalTable(),
    '## Requests: browser to server\n',
    ...requestsOf(contracts.signalling.requests, used),
    '## Events: server to browser\n',
    ...eventsOf(contracts.signalling.events, used),
    '## Media control: requests, server to media host\n',
    ...requestsOf(contracts.mediaControl.requests, used),
    '## Media control: events, media host to server\n',
    ...eventsOf(contracts.mediaControl.events, used),
  ];
  for (const schema of OUTSIDE_REQUESTS) schemaOf(schema, 'output', used);
  return [...body, '## Shapes\n', ...shapes(used)].join('\n');
}

function introduction(): string {
  return readFileSync(join(import.meta.dirname, 'introduction.md'), 'utf8');
}

function refusalTable(): string {
  const rows = Object.entries(contracts.REFUSALS).map(
    ([code, { http, again }]) => `| \`${code}\` | ${http} | ${again ? 'yes' : 'no'} |`,
  );
  return ['| code | HTTP status | a retry can help |', '|---|---|---|', ...rows, ''].join('\n');
}

function requestsOf(map: contracts.RequestMap, used: Map<string, JsonSchema>): string[] {
  return Object.entries(map).map(([name, spec]) =>
    [
      `### \`${name}\`\n`,
      `${spec.about}\n`,
      `Deadline ${spec.deadlineMs} ms; ${spec.isRepeatable ? 'asking twice does no more than asking once' : 'not to be repeated'}.\n`,
      block('asks', schemaOf(spec.input, 'input', used), `${name}.input`),
      block('answers', schemaOf(spec.output, 'output', used), `${name}.output`),
    ].join('\n'),
  );
}

function eventsOf(map: contracts.EventMap, used: Map<string, JsonSchema>): string[] {
  return Object.entries(map).map(([name, spec]) =>
    [
      `### \`${name}\`\n`,
      `${spec.about}\n`,
      block('says', schemaOf(spec.payload, 'output', used), `${name}.payload`),
    ].join('\n'),
  );
}

/** The schema with everything named in it collected into `used`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', used: Map<string, JsonSchema>): JsonSchema {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  for (const [name, shape] of Object.entries(json.$defs ?? {})) if (!used.has(name)) used.set(name, shape);
  const ownName = NAMED.find(([, named]) => named === schema)?.[0];
  if (ownName === undefined) return json;
  if (!used.has(ownName)) used.set(ownName, json);
  return json;
}

function shapes(used: ReadonlyMap<string, JsonSchema>): string[] {
  return [...used]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) =>
      [
        `### ${name}\n`,
        ...(REMARKS.has(name) ? [`${REMARKS.get(name)}\n`] : []),
        '```ts',
        `type ${name} = ${notationOf(schema, { path: name, remarks: REMARKS })};${remark(schema)}`,
        '```',
        '',
      ].join('\n'),
    );
}

function remark(schema: JsonSchema): string {
  const bounds = boundsOf(schema);
  return bounds === '' ? '' : ` // ${bounds}`;
}

function block(label: string, schema: JsonSchema, path: string): string {
  return ['```ts', `// ${label}`, notationOf(schema, { path, remarks: REMARKS }), '```', ''].join('\n');
}
