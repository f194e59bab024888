/** The part of JSON Schema that our contracts turn into. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxItems?: number;
}

/** Writes a schema as a compact type, in the manner of TypeScript, with its bounds as comments. */
export function notationOf(schema: JsonSchema, indent = ''): string {
  if (schema.$ref !== undefined) return schema.$ref.replace('#/$defs/', '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((one) => notationOf(one, indent)).join(' | ');
  if (schema.type === 'array') return `Array<${notationOf(schema.items ?? {}, indent)}>`;
  if (schema.type === 'object') return objectNotation(schema, indent);
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown');
}

function objectNotation(schema: JsonSchema, indent: string): string {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) {
    return typeof schema.additionalProperties === 'object'
      ? `Record<string, ${notationOf(schema.additionalProperties, indent)}>`
      : '{}';
  }
  const inner = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const mark = schema.required?.includes(name) === true ? '' : '?';
    const bounds = boundsOf(field);
    return `${inner}${name}${mark}: ${notationOf(field, inner)};${bounds === '' ? '' : ` // ${bounds}`}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The bounds of one field in words; '' when its type says it all. */
export function boundsOf(schema: JsonSchema): string {
  const words: string[] = [];
  if (schema.format !== undefined) words.push(schema.format);
  if (schema.maxLength !== undefined && schema.format !== 'uuid') words.push(lengthWords(schema));
  if (schema.type === 'integer' || schema.type === 'number') words.push(rangeWords(schema));
  if (schema.maxItems !== undefined) words.push(`at most ${schema.maxItems}`);
  return words.filter((one) => one !== '').join(', ');
}

function lengthWords({ minLength, maxLength }: JsonSchema): string {
  return minLength === undefined ? `at most ${maxLength} characters` : `${minLength} to ${maxLength} characters`;
}

function rangeWords({ type, minimum, maximum }: JsonSchema): string {
  const kind = type === 'integer' ? 'integer' : '';
  const hasMax = maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER;
  const hasMin = minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER;
  const range = hasMin && hasMax ? `${minimum} to ${maximum}` : hasMin ? `at least ${minimum}` : '';
  return [kind, range].filter((one) => one !== '').join(', ');
}
