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
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

/** Where a schema stands, and what is said of its fields there. */
export interface Place {
  readonly path: string;
  readonly remarks: ReadonlyMap<string, string>;
}

/** Writes a schema as a compact type, in the manner of TypeScript, with its bounds and what is said of it as comments. */
export function notationOf(schema: JsonSchema, place: Place, indent = ''): string {
  if (schema.$ref !== undefined) return schema.$ref.replace('#/$defs/', '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    // Forms of one text, such as both kinds of IP address, are one type here.
    return [...new Set(choices.map((one) => notationOf(one, place, indent)))].join(' | ');
  }
  if (schema.type === 'array') return `Array<${notationOf(schema.items ?? {}, place, indent)}>`;
  if (schema.type === 'object') return objectNotation(schema, place, indent);
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown');
}

function objectNotation(schema: JsonSchema, place: Place, indent: string): string {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) {
    return typeof schema.additionalProperties === 'object'
      ? `Record<string, ${notationOf(schema.additionalProperties, place, indent)}>`
      : '{}';
  }
  const inner = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const here = { ...place, path: `${place.path}.${name}` };
    const remark = place.remarks.get(here.path);
    const mark = schema.required?.includes(name) === true ? '' : '?';
    const bounds = boundsOf(field);
    const line = `${inner}${name}${mark}: ${notationOf(field, here, inner)};${bounds === '' ? '' : ` // ${bounds}`}`;
    return remark === undefined ? line : `${inner}/** ${remark} */\n${line}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The bounds of one field in words; '' when its type says it all. */
export function boundsOf(schema: JsonSchema): string {
  const words: string[] = [];
  if (schema.format !== undefined) words.push(schema.format);
  if (schema.maxLength !== undefined && schema.format !== 'uuid') words.push(lengthWords(schema));
  if (schema.type === 'integer' || schema.type === 'number') words.push(rangeWords(schema));
  if (schema.maxItems !== undefined) words.push(countWords(schema));
  // What a format stands for has a pattern too, which says no more.
  if (schema.pattern !== undefined && schema.format === undefined) words.push(`matches /${schema.pattern}/u`);
  return words.filter((one) => one !== '').join(', ');
}

function lengthWords({ minLength, maxLength }: JsonSchema): string {
  return minLength === undefined ? `at most ${maxLength} characters` : `${minLength} to ${maxLength} characters`;
}

function countWords({ minItems, maxItems }: JsonSchema): string {
  return minItems === undefined || minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
}

function rangeWords({ type, minimum: least, maximum, exclusiveMinimum }: JsonSchema): string {
  const minimum = least ?? (type === 'integer' && exclusiveMinimum !== undefined ? exclusiveMinimum + 1 : undefined);
  const kind = type === 'integer' ? 'integer' : '';
  const hasMax = maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER;
  const hasMin = minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER;
  const range = hasMin && hasMax ? `${minimum} to ${maximum}` : hasMin ? `at least ${minimum}` : '';
  return [kind, range].filter((one) => one !== '').join(', ');
}
