import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { Refusal } from '#contracts';

/**
 * Fewer guesses than these find it. Below them lie lists of used passwords, names, dates, rows of keys and whatever is repeated.
 * Source of the rule: NIST SP 800-63B-4 section 3.1.1.2; of the number: Wheeler, "zxcvbn", USENIX Security 2016, for guessing
 * against a server that limits it.
 */
const GUESSES_MIN = 1e8;
/** Estimating takes time that grows with the square of the length; what begins well is good enough. */
const ESTIMATED_UNITS_MAX = 64;
/** Of digits and signs read as the letters that they stand for: each doubles what there is to try. */
const LETTER_READINGS_MAX = 8;

let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * @param about what somebody who guesses would know of them: their address, their name
 * @throws {Refusal} `invalid-input` for one that is found early by whoever guesses
 */
export async function refuseGuessablePassword(password: string, about: readonly string[]): Promise<void> {
  estimator ??= loadEstimator();
  const start = password.normalize('NFKC').slice(0, ESTIMATED_UNITS_MAX);
  const known = about.flatMap((one) => [one, ...one.split(/[^\p{L}\p{N}]+/u)]).filter((one) => one.length > 1);
  if ((await estimator).check(start, [...known, 'parley']).guesses < GUESSES_MIN) {
    throw new Refusal(
      'invalid-input',
      'password: is too easy to guess; try three or four words that do not belong together',
      { field: 'password', issue: 'guessable' },
    );
  }
}

/** Loaded when first asked for: its word lists are large, and most processes never need them. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Factory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: LETTER_READINGS_MAX });
}
