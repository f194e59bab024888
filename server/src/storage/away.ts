import { Refusal } from '#contracts';

/**
 * Ways in which Postgres, or the way to it, says that trying again later may help. Source: PostgreSQL appendix A; class
 * 08 is a lost connection, 40 a transaction that lost against another, 53 and 57P a server that is full or going down.
 */
const PASSING_STATE = /^(08...|40001|40P01|53...|57P0.|57014|25006)$/;
const PASSING_SYSTEM = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/;
const PASSING_WORDS = /connection (terminated|is closed|ended)|timeout|not connected|client has encountered|pool.*end/i;

/** True when the database could not be asked, rather than having said no. */
export function isAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : '';
  if (code !== '') return PASSING_STATE.test(code) || PASSING_SYSTEM.test(code);
  if (fault instanceof AggregateError) return fault.errors.every(isAway);
  return PASSING_WORDS.test(fault.message);
}

/** Asks the database; while it is away the refusal says so and tells to try again. */
export async function orAway<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (fault) {
    if (!isAway(fault)) throw fault;
    throw Object.assign(new Refusal('unavailable', 'The database is away. Please try again in a moment.'), {
      cause: fault,
    });
  }
}
