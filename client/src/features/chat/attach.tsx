import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationFiles, ConversationView } from '../../engine/chat/model.js';
import { Store } from '../../engine/store.js';
import { useStore } from '../../engine/use-store.js';
import { IconButton } from '../../ui/icon-button.js';
import { useVoice } from '../../ui/ui-root.js';
import type { Purpose } from './purpose.js';
import styles from './files.module.css';

const NONE: ConversationFiles['next'] = new Store([]);
const NEVER = new Store(false);

/** Whether files go with the next message, and whether it has to wait for them. */
export function useNextFiles(
  { files }: Pick<ConversationView, 'files'>,
  purpose: Purpose | undefined,
): { readonly hasFiles: boolean; readonly isWaiting: boolean } {
  const next = useStore(files?.next ?? NONE);
  const isBusy = useStore(files?.isBusy ?? NEVER);
  // A message that is changed keeps the files it has.
  if (purpose?.kind === 'edit') return { hasFiles: false, isWaiting: false };
  return { hasFiles: next.some(({ transfer }) => transfer.state.get().kind === 'done'), isWaiting: isBusy };
}

/** Puts files to the next message, and says when some were left out. */
export function useAddFiles({ files }: Pick<ConversationView, 'files'>): (chosen: readonly File[]) => void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return (chosen) => {
    const leftOutCount = files?.add(chosen) ?? 0;
    if (leftOutCount > 0) toast({ title: t('files.leftOut', { count: leftOutCount }), tone: 'danger' });
  };
}

/** Chooses files of this device. They can be pasted and dropped as well. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        label={t('files.attach')}
        icon={<Paperclip aria-hidden="true" />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        className={styles.hiddenInput}
        type="file"
        multiple
        aria-label={t('files.attach')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
