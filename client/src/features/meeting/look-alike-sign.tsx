import { ShieldQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { VisuallyHidden } from '../../ui/visually-hidden.js';

/** Stands by the name of a guest who goes by a name that looks like somebody else's. */
export function LookAlikeSign() {
  const { t } = useTranslation();
  return (
    <span title={t('account.lookAlike')}>
      <ShieldQuestion aria-hidden="true" />
      <VisuallyHidden>{t('account.lookAlike')}</VisuallyHidden>
    </span>
  );
}
