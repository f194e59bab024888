import type { z } from 'zod';

/**
 * How a process ends that cannot run as it is set up, so that starting it again would be in vain.
 * Source: EX_CONFIG of sysexits.h.
 */
export const UNFIT_EXIT_CODE = 78;

/** Everything that is wrong with a configuration, all at once, in words for the operator who has to mend it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((one) => `  - ${one}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/** The environment as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that `schema` names. Empty ones count as not set.
 *
 * @throws {ConfigurationError} listing every fault. Values are never repeated, since one may be a secret.
 */
export function readEnvironment<S extends z.ZodObject>(schema: S, environment: Environment): z.output<S> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map((issue) => describeIssue(issue, given)));
}

function describeIssue(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0] ?? 'configuration');
  return Object.hasOwn(given, name) || issue.code === 'custom' ? `${name}: ${issue.message}` : `${name}: is not set`;
}
