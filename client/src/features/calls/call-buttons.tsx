import { Phone, PhoneIncoming, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contracts';
import type { PhoneView } from '../../engine/phone/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';

interface Props {
  readonly phone: PhoneView;
  readonly conversationId: ConversationId;
}

/** Calls the others of a conversation, or comes into the call that goes on there. */
export function CallButtons({ phone, conversationId }: Props) {
  const { t } = useTranslation();
  const running = useStore(phone.running).get(conversationId);
  if (running !== undefined)
    return (
      <Button
        variant="primary"
        size="small"
        icon={<PhoneIncoming aria-hidden="true" />}
        title={t('calls.running')}
        onClick={() => void phone.dial(conversationId, running.media)}
      >
        {t('calls.join')}
      </Button>
    );
  return (
    <>
      <IconButton
        label={t('calls.audio')}
        icon={<Phone aria-hidden="true" />}
        tooltipSide="bottom"
        onClick={() => void phone.dial(conversationId, 'audio')}
      />
      <IconButton
        label={t('calls.video')}
        icon={<Video aria-hidden="true" />}
        tooltipSide="bottom"
        onClick={() => void phone.dial(conversationId, 'video')}
      />
    </>
  );
}
