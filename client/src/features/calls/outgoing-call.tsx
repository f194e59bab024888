import { Phone, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutgoingCall as Outgoing, PhoneView } from '../../engine/phone/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { useRinging } from './use-ringing.js';
import styles from './calls.module.css';

interface Props {
  readonly phone: PhoneView;
  readonly outgoing: Outgoing;
  /** Whom it goes to: a person, or what a group is called. */
  readonly name: string;
  /** Chooses the colour of their picture. */
  readonly id: string;
}

/** One calls: it rings there, or what became of it. */
export function OutgoingCall({ phone, outgoing, name, id }: Props) {
  const { t } = useTranslation();
  const isOver = outgoing.kind === 'over';
  useRinging(outgoing.kind === 'ringing' ? 'outgoing' : undefined);
  const close = () => void phone.hangUp();
  const again = () => void phone.dial(outgoing.conversationId, outgoing.media);
  return (
    <Dialog
      open
      isPinned={!isOver}
      onOpenChange={(isOpening) => (isOpening ? undefined : close())}
      title={isOver ? t(`calls.over.${outgoing.why}`, { name }) : t('calls.calling', { name })}
      description={
        isOver
          ? t(`calls.overBody.${outgoing.why}`)
          : t(outgoing.kind === 'ringing' ? 'calls.ringing' : 'calls.dialling')
      }
      size="small"
    >
      <div className={styles.ringing}>
        <span className={styles.pulse} data-still={isOver}>
          <Avatar id={id} name={name} size="large" />
        </span>
        {isOver && outgoing.message !== undefined && (
          <blockquote className={styles.message} dir="auto">
            {outgoing.message}
          </blockquote>
        )}
        <div className={styles.answers}>
          {isOver ? (
            <>
              <Button variant="primary" wide icon={<Phone aria-hidden="true" />} onClick={again}>
                {t('calls.again')}
              </Button>
              <Button wide data-autofocus onClick={close}>
                {t('calls.close')}
              </Button>
            </>
          ) : (
            <Button
              variant="danger"
              size="large"
              wide
              data-autofocus
              icon={<PhoneOff aria-hidden="true" />}
              onClick={close}
            >
              {t('calls.cancel')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
