import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageStatus, MessageView } from '../../engine/chat/model.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import styles from './message.module.css';

const ICONS = { sending: Clock3, sent: Check, delivered: CheckCheck, read: CheckCheck } as const satisfies Record<
  MessageStatus,
  unknown
>;

/** How far one's own message has come, as a mark and in words. */
export function StatusMark({ message }: { readonly message: Pick<MessageView, 'status' | 'refusal'> }) {
  const { t } = useTranslation();
  const isRefused = message.refusal !== undefined;
  const Icon = isRefused ? CircleAlert : ICONS[message.status];
  const words = t(isRefused ? 'chat.refused' : `chat.${message.status}`);
  return (
    <span className={styles.status} data-mark={isRefused ? 'refused' : message.status} title={words}>
      <Icon aria-hidden="true" />
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
