import { useEffect, useState } from 'react';
import type { SignInOptions } from '#contracts';
import type { AccountActions } from './account-actions.js';

/** What this server offers. Undefined until it has said; nothing is hidden on a guess. */
export function useOptions(account: Pick<AccountActions, 'options'>): SignInOptions | undefined {
  const [options, setOptions] = useState<SignInOptions | undefined>();
  useEffect(() => {
    let isShown = true;
    account.options().then(
      (told) => isShown && setOptions(told),
      () => undefined, // Whoever tries to register learns of it there.
    );
    return () => {
      isShown = false;
    };
  }, [account]);
  return options;
}
