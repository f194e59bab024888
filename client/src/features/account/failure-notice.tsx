import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../ui/error-notice.js';
import type { Failure } from './use-submit.js';

/** Says why something failed that no field can say. */
export function FailureNotice({ failure }: { readonly failure: Failure | undefined }) {
  const { t } = useTranslation();
  if (failure === undefined) return undefined;
  return <ErrorNotice title={t('account.failedTitle')}>{t(`account.${wordsFor(failure)}`)}</ErrorNotice>;
}

function wordsFor(failure: Failure): 'failedRate' | 'failedUnreachable' | 'failedBusy' | 'failedOther' {
  if (failure === 'too-many-requests') return 'failedRate';
  if (failure === 'unreachable') return 'failedUnreachable';
  return failure === 'unavailable' || failure === 'timeout' ? 'failedBusy' : 'failedOther';
}
