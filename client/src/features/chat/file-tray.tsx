import { File, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationFiles, FileOnItsWay } from '../../engine/chat/model.js';
import type { TransferState } from '../../engine/files/model.js';
import { useStore } from '../../engine/use-store.js';
import { IconButton } from '../../ui/icon-button.js';
import { sizeWords } from './size-words.js';
import styles from './files.module.css';

/** The files that go with the next message, and how far each has come. */
export function FileTray({ files }: { readonly files: ConversationFiles }) {
  const { t } = useTranslation();
  const next = useStore(files.next);
  if (next.length === 0) return undefined;
  return (
    <ul className={styles.tray} aria-label={t('files.next')}>
      {next.map((one) => (
        <Item key={one.key} file={one} onRemove={() => files.remove(one.key)} />
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly file: FileOnItsWay;
  readonly onRemove: () => void;
}

function Item({ file: { transfer }, onRemove }: ItemProps) {
  const { t, i18n } = useTranslation();
  const state = useStore(transfer.state);
  const { name, sizeBytes } = transfer;
  return (
    <li className={styles.item} aria-label={name} data-state={state.kind}>
      <File aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.about}>{useStateWords(state) ?? sizeWords(sizeBytes, i18n.language)}</p>
        {(state.kind === 'sending' || state.kind === 'waiting') && (
          <progress
            className={styles.progress}
            value={state.sentRatio}
            max={1}
            aria-label={t('files.progress', { name })}
          />
        )}
      </div>
      {state.kind === 'failed' && (
        <IconButton
          size="small"
          label={t('files.retry', { name })}
          icon={<RotateCcw aria-hidden="true" />}
          onClick={() => transfer.retry()}
        />
      )}
      <IconButton size="small" label={t('files.remove', { name })} icon={<X aria-hidden="true" />} onClick={onRemove} />
    </li>
  );
}

/** Undefined when there is nothing to say beside how large it is. */
function useStateWords(state: TransferState): string | undefined {
  const { t } = useTranslation();
  if (state.kind === 'waiting') return t('files.waiting');
  if (state.kind !== 'failed') return undefined;
  if (state.why === 'limit-reached') return t('files.noRoom');
  if (state.why === 'invalid-input') return t('files.unfit');
  return t(state.why === 'forbidden' ? 'files.forbidden' : 'files.failed');
}
