import { Refusal } from '#contracts';

const absences = new WeakSet<object>();

/** This fault came of a database that could not be asked; it said no to nothing. */
export function markAbsence(fault: object): void {
  absences.add(fault);
}

/**
 * What a door makes of a fault. Where the database was away, whoever asked hears that trying again may help; inside, it
 * stays a fault, since nothing was refused and nobody may be sent away for it.
 */
export function asRefusal(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null || !absences.has(thrown)) return thrown;
  return new Refusal('unavailable', 'The database is away. Please try again in a moment.');
}
