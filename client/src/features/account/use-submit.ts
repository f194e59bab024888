import { useRef, useState } from 'react';
import { Refusal, type RefusalCode } from '#contracts';

/** Why something did not work, in terms a person can act on. */
export type Failure = RefusalCode | 'unreachable' | 'weak-password';

export interface Submit {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  /** Does one thing at a time; presses meanwhile are ignored. Resolves with whether it worked. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
  readonly clear: () => void;
}

export function useSubmit(): Submit {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>();
  const running = useRef(false);
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      return true;
    } catch (thrown) {
      setFailure(failureIn(thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { isBusy, failure, run, clear: () => setFailure(undefined) };
}

/** A password that passed this page's own look is easily guessed. */
function failureIn(thrown: unknown): Failure {
  if (!(thrown instanceof Refusal)) return 'unreachable';
  return thrown.issue?.field === 'password' ? 'weak-password' : thrown.code;
}
