import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';

interface Props {
  readonly title: string;
  readonly onAgain: () => void;
}

/** A list could not be fetched, and can be tried again. */
export function LoadFailure({ title, onAgain }: Props) {
  const { t } = useTranslation();
  const again = (
    <Button size="small" variant="quiet" onClick={onAgain}>
      {t('app.tryAgain')}
    </Button>
  );
  return (
    <ErrorNotice title={title} action={again}>
      {t('rooms.failedBody')}
    </ErrorNotice>
  );
}
