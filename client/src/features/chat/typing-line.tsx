import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import styles from './conversation.module.css';

/** Who is writing now. Seen, not read out: it changes far too often. */
export function TypingLine({ conversation }: { readonly conversation: Pick<ConversationView, 'typing'> }) {
  const { t } = useTranslation();
  const names = useStore(conversation.typing);
  const [name = '', other = ''] = names;
  return (
    <p className={styles.typing} aria-hidden="true">
      {names.length === 1 && t('chat.typingOne', { name })}
      {names.length === 2 && t('chat.typingTwo', { name, other })}
      {names.length > 2 && t('chat.typingMany')}
    </p>
  );
}
