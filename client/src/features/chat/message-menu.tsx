import { Copy, MoreHorizontal, Pencil, Reply, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { ConversationFiles, MessageView } from '../../engine/chat/model.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '../../ui/menu.js';
import styles from './message.module.css';

/** What can be done with a message. None of them rejects: failures are told where the message stands. */
export interface MessageActions {
  readonly reply: (message: MessageView) => void;
  readonly edit: (message: MessageView) => void;
  readonly remove: (message: MessageView) => void;
  readonly copy: (message: MessageView) => void;
  readonly react: (seq: number, emoji: string, isOn: boolean) => void;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
  readonly readersOf: (seq: number) => readonly string[];
  readonly files: ConversationFiles | undefined;
}

const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const;
/** So much of a message names it to a screen reader. */
const NAME_MAX_UNITS = 40;

interface Props {
  readonly message: MessageView;
  readonly seq: number;
  readonly actions: MessageActions;
}

export function MessageMenu({ message, seq, actions }: Props) {
  const { t } = useTranslation();
  const isOn = (emoji: string) => message.reactions.some((one) => one.emoji === emoji && one.isOwn);
  return (
    <Menu
      align={message.isOwn ? 'end' : 'start'}
      trigger={
        <IconButton
          className={styles.more ?? ''}
          size="small"
          label={t('chat.actionsFor', { text: message.text.slice(0, NAME_MAX_UNITS) })}
          icon={<MoreHorizontal aria-hidden="true" />}
        />
      }
    >
      <DropdownMenu.Group className={styles.emojiRow} aria-label={t('chat.react')}>
        {EMOJI.map((emoji) => (
          <DropdownMenu.Item
            key={emoji}
            className={styles.emoji}
            aria-label={t('chat.reactWith', { emoji })}
            data-on={isOn(emoji)}
            onSelect={() => actions.react(seq, emoji, !isOn(emoji))}
          >
            {emoji}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Group>
      <MenuSeparator />
      <MenuItem icon={<Reply />} onSelect={() => actions.reply(message)}>
        {t('chat.reply')}
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => actions.copy(message)}>
        {t('chat.copy')}
      </MenuItem>
      {message.isOwn && (
        <>
          <MenuItem icon={<Pencil />} onSelect={() => actions.edit(message)}>
            {t('chat.edit')}
          </MenuItem>
          <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => actions.remove(message)}>
            {t('chat.delete')}
          </MenuItem>
          <Readers names={actions.readersOf(seq)} />
        </>
      )}
    </Menu>
  );
}

function Readers({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  if (names.length === 0) return undefined;
  return <MenuHeading>{t('chat.readBy', { names: names.join(', ') })}</MenuHeading>;
}
