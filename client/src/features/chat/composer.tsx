import { MessageSquareOff, Pencil, Reply, SendHorizontal, X } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { CHAT_TEXT_MAX_UNITS } from '#contracts';
import type { ConversationView } from '../../engine/chat/model.js';
import { useStore } from '../../engine/use-store.js';
import { IconButton } from '../../ui/icon-button.js';
import { FileTray } from './file-tray.js';
import { AttachButton, useAddFiles, useNextFiles } from './attach.js';
import type { Purpose } from './purpose.js';
import { Suggestions, useSuggestions, type Suggesting } from './suggestions.js';
import styles from './composer.module.css';

/** From here on it says how much room is left. */
const COUNT_FROM_UNITS = CHAT_TEXT_MAX_UNITS - 200;

interface Props {
  readonly conversation: ConversationView;
  readonly purpose: Purpose | undefined;
  /** It is done with, or given up. */
  readonly onDone: () => void;
  /** Resolves with whether it worked. */
  readonly onEdit: (seq: number, text: string) => Promise<boolean>;
  /** Why nothing may be written here, in words; undefined when it may. */
  readonly barrier?: string | undefined;
}

/** Where one writes. Enter sends, Shift and Enter begin a line. What was typed is never thrown away. */
export function Composer(props: Props) {
  const { conversation, purpose, onDone, barrier } = props;
  const { t } = useTranslation();
  const hintId = useId();
  const { text, surplus, canSend, hasFailed, change, send } = useWriting(props);
  const box = useFocusOn(purpose);
  const files = purpose?.kind === 'edit' ? undefined : conversation.files;
  const addFiles = useAddFiles(conversation);
  const suggesting = useSuggestions({ conversation, box, text, onPick: change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
    box.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (suggesting.takesKey(event)) return;
    // The Enter that ends a composition belongs to the input method.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
    // Handled on the way down, before the panel around it hears of it and closes.
    if (event.key === 'Escape' && purpose !== undefined) {
      event.preventDefault();
      onDone();
    }
  };

  if (barrier !== undefined) return <Barrier words={barrier} />;
  return (
    <form className={styles.composer} onSubmit={submit}>
      <Suggestions suggesting={suggesting} />
      {files !== undefined && <FileTray files={files} />}
      {purpose !== undefined && <PurposeBar purpose={purpose} onDone={onDone} />}
      <div className={styles.row}>
        {files !== undefined && <AttachButton onFiles={addFiles} />}
        <Box
          box={box}
          text={text}
          hintId={hintId}
          isTooLong={surplus > 0}
          suggesting={suggesting}
          onChange={change}
          onKey={onKey}
          onFiles={files === undefined ? undefined : addFiles}
        />
        <IconButton
          className={styles.send ?? ''}
          type="submit"
          label={t(purpose?.kind === 'edit' ? 'chat.save' : 'chat.send')}
          icon={<SendHorizontal aria-hidden="true" />}
          aria-disabled={!canSend || undefined}
        />
      </div>
      <Hint id={hintId} surplus={surplus} hasFailed={hasFailed} />
    </form>
  );
}

function Barrier({ words }: { readonly words: string }) {
  return (
    <p className={styles.barrier} role="note">
      <MessageSquareOff aria-hidden="true" />
      {words}
    </p>
  );
}

interface BoxProps {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly hintId: string;
  readonly isTooLong: boolean;
  readonly suggesting: Suggesting;
  readonly onChange: (text: string) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** Takes files that were pasted; undefined where there can be none. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined;
}

function Box({ box, text, hintId, isTooLong, suggesting, onChange, onKey, onFiles }: BoxProps) {
  const { t } = useTranslation();
  const paste = (event: ClipboardEvent) => {
    if (onFiles === undefined || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    onFiles([...event.clipboardData.files]);
  };
  return (
    // The twin behind it has the same text and gives both their height.
    <div className={styles.grow} data-text={`${text} `}>
      <textarea
        ref={box}
        className={styles.box}
        rows={1}
        aria-label={t('chat.message')}
        aria-invalid={isTooLong || undefined}
        aria-describedby={hintId}
        placeholder={t('chat.placeholder')}
        value={text}
        dir="auto"
        enterKeyHint="send"
        onChange={(event) => {
          onChange(event.target.value);
          suggesting.look();
        }}
        onKeyDownCapture={onKey}
        onPaste={paste}
        {...suggesting.boxProps}
      />
    </div>
  );
}

interface Writing {
  readonly text: string;
  /** Units over the limit; negative while there is room. */
  readonly surplus: number;
  readonly canSend: boolean;
  readonly hasFailed: boolean;
  readonly change: (text: string) => void;
  readonly send: () => void;
}

function useWriting({ conversation, purpose, onDone, onEdit }: Props): Writing {
  const draft = useStore(conversation.draft);
  const { kind } = useStore(conversation.state);
  const [edited, setEdited] = useEdited(purpose);
  const [hasFailed, setFailed] = useState(false);
  const text = purpose?.kind === 'edit' ? edited : draft;
  const surplus = text.length - CHAT_TEXT_MAX_UNITS;
  const { hasFiles, isWaiting } = useNextFiles(conversation, purpose);
  const canSend = (text.trim() !== '' || hasFiles) && !isWaiting && surplus <= 0 && kind !== 'failed';

  const change = (next: string) => {
    setFailed(false);
    if (purpose?.kind === 'edit') setEdited(next);
    else conversation.write(next);
  };
  const send = () => {
    if (!canSend) return;
    if (purpose?.kind === 'edit') {
      void onEdit(purpose.seq, text).then((isDone) => (isDone ? onDone() : setFailed(true)));
      return;
    }
    if (!conversation.send(text, purpose?.seq)) return setFailed(true);
    conversation.write('');
    onDone();
  };
  return { text, surplus, canSend, hasFailed, change, send };
}

interface HintProps {
  readonly id: string;
  readonly surplus: number;
  readonly hasFailed: boolean;
}

function Hint({ id, surplus, hasFailed }: HintProps) {
  const { t } = useTranslation();
  const isNearEnd = surplus > COUNT_FROM_UNITS - CHAT_TEXT_MAX_UNITS;
  return (
    <p className={styles.hint} id={id} aria-live="polite" data-tone={surplus > 0 || hasFailed ? 'danger' : 'neutral'}>
      {surplus > 0 && t('chat.tooLong', { count: surplus })}
      {surplus <= 0 && hasFailed && t('chat.notSent')}
      {surplus <= 0 && !hasFailed && isNearEnd && t('chat.left', { count: -surplus })}
    </p>
  );
}

/** The text of a message while it is being changed: its own when the editing begins. */
function useEdited(purpose: Purpose | undefined): readonly [string, (text: string) => void] {
  const key = purpose?.kind === 'edit' ? purpose.message.key : undefined;
  const [state, setState] = useState<{ key: string | undefined; text: string }>({ key: undefined, text: '' });
  const text = state.key === key ? state.text : purpose?.kind === 'edit' ? purpose.message.text : '';
  return [text, (next) => setState({ key, text: next })];
}

/** Whoever chose to answer or to change a message wants to write now. */
function useFocusOn(purpose: Purpose | undefined) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (purpose === undefined) return;
    // The menu that led here gives the focus back to its button first.
    const timer = setTimeout(() => box.current?.focus());
    return () => clearTimeout(timer);
  }, [purpose]);
  return box;
}

function PurposeBar({ purpose, onDone }: { readonly purpose: Purpose; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const isReply = purpose.kind === 'reply';
  const message = isReply ? purpose.to : purpose.message;
  return (
    <div className={styles.purpose}>
      {isReply ? <Reply aria-hidden="true" /> : <Pencil aria-hidden="true" />}
      <div className={styles.words}>
        <p className={styles.what}>
          {isReply ? t('chat.replyingTo', { name: message.authorName }) : t('chat.editing')}
        </p>
        <p className={styles.which} dir="auto">
          {message.text}
        </p>
      </div>
      <IconButton
        size="small"
        label={t(isReply ? 'chat.cancelReply' : 'chat.cancelEdit')}
        icon={<X aria-hidden="true" />}
        onClick={onDone}
      />
    </div>
  );
}
