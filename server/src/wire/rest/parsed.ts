import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { parseInput } from '#contracts';

/** The body of a request that needs none: left out, or an empty object. Unknown fields are refused like anywhere else. */
export const NO_BODY = z.strictObject({}).optional();

/** Parses one part of a REST request. */
export class Parsed<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  readonly #schema: S;

  constructor(schema: S) {
    this.#schema = schema;
  }

  /** @throws {InvalidInput} naming the first thing that does not fit. */
  transform(raw: unknown): z.output<S> {
    return parseInput(this.#schema, raw);
  }
}
