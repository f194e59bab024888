import { lazy, Suspense, useEffect, useState, type FunctionComponent } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { CopyLink } from '../../../ui/copy-link.js';
import { ErrorNotice } from '../../../ui/error-notice.js';
import type { QrCodeProps } from '../../../ui/qr-code.js';
import { Spinner } from '../../../ui/spinner.js';
import styles from '../dialogs.module.css';

// Of those who come this far, most have the other device's camera at hand; who could not fetch it has the link.
const QrCode = lazy<FunctionComponent<QrCodeProps>>(() =>
  import('../../../ui/qr-code.js').then(
    ({ QrCode: Code }) => ({ default: Code }),
    () => ({ default: () => undefined }),
  ),
);

interface Props {
  readonly call: Pick<CallView, 'offerMove'>;
  /** Of the meeting, as it is sent to others. */
  readonly link: string;
}

/** `account`: one signs in over there, so that the meeting's own link is enough. */
type Offer = { readonly kind: 'asking' | 'failed' | 'account' } | { readonly kind: 'code'; readonly link: string };

/** How to go on with this meeting on another device: a link that works once. */
export function SwitchDevice({ call, link }: Props) {
  const { t } = useTranslation();
  const offer = useOffer(call, link);
  if (offer.kind === 'asking') return <Spinner label={t('move.asking')} />;
  if (offer.kind === 'failed') return <ErrorNotice title={t('move.failed')}>{t('move.failedBody')}</ErrorNotice>;
  const shown = offer.kind === 'code' ? offer.link : link;
  return (
    <div className={styles.move}>
      <p>{t(offer.kind === 'code' ? 'move.guestBody' : 'move.accountBody')}</p>
      <Suspense fallback={<Spinner label={t('move.asking')} />}>
        <QrCode text={shown} label={t('move.code')} />
      </Suspense>
      <p className={styles.link} dir="ltr">
        {shown}
      </p>
      <CopyLink link={shown} variant="primary" wide />
    </div>
  );
}

/** Each opening of the dialog makes a link of its own, which ends the one before. */
function useOffer(call: Props['call'], link: string): Offer {
  const [offer, setOffer] = useState<Offer>({ kind: 'asking' });
  useEffect(() => {
    let isOpen = true;
    const show = (next: Offer): void => {
      if (isOpen) setOffer(next);
    };
    call.offerMove().then(
      (code) => show({ kind: 'code', link: `${link}#move=${code}` }),
      (thrown: unknown) =>
        show({ kind: thrown instanceof Refusal && thrown.code === 'forbidden' ? 'account' : 'failed' }),
    );
    return () => {
      isOpen = false;
    };
  }, [call, link]);
  return offer;
}
