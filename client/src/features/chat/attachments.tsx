import { Download, File } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '#contracts';
import type { ConversationFiles } from '../../engine/chat/model.js';
import { useVoice } from '../../ui/ui-root.js';
import { sizeWords } from './size-words.js';
import styles from './files.module.css';

/** An object's address is good for this long after a download began, in ms. */
const ADDRESS_MS = 60_000;
/** A picture takes no more room in a message than this, in px. */
const PICTURE_MAX_PX = 320;

interface Props {
  readonly attachments: readonly Attachment[];
  readonly files: ConversationFiles;
}

/** The files of a message: pictures small, others by name. A press downloads; nothing is opened as a page. */
export function Attachments({ attachments, files }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const download = async (attachment: Attachment) => {
    try {
      hand(await files.download(attachment), attachment.name);
    } catch {
      toast({ title: t('files.downloadFailed', { name: attachment.name }), tone: 'danger' });
    }
  };
  return (
    <ul className={styles.attachments} aria-label={t('files.of')}>
      {attachments.map((attachment) => (
        <li key={attachment.fileId}>
          <button
            type="button"
            className={styles.attachment}
            aria-label={t('files.download', { name: attachment.name })}
            onClick={() => void download(attachment)}
          >
            {attachment.picture === undefined ? (
              <FileLine attachment={attachment} />
            ) : (
              <Picture attachment={attachment} picture={attachment.picture} files={files} />
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

function FileLine({ attachment: { name, sizeBytes } }: { readonly attachment: Attachment }) {
  const { i18n } = useTranslation();
  return (
    <span className={styles.item}>
      <File aria-hidden="true" />
      <span className={styles.words}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.about}>{sizeWords(sizeBytes, i18n.language)}</span>
      </span>
      <Download aria-hidden="true" />
    </span>
  );
}

interface PictureProps {
  readonly attachment: Attachment;
  readonly picture: NonNullable<Attachment['picture']>;
  readonly files: ConversationFiles;
}

/** Has its place before it is there, so that nothing jumps. Without it the name is shown. */
function Picture({ attachment, picture, files }: PictureProps) {
  const { url, hasFailed } = usePreview(attachment, files);
  const { widthPx, heightPx } = picture;
  const ratio = Math.min(1, PICTURE_MAX_PX / Math.max(widthPx, heightPx));
  if (hasFailed) return <FileLine attachment={attachment} />;
  return (
    <img
      className={styles.picture}
      src={url}
      alt={attachment.name}
      width={Math.max(48, Math.round(widthPx * ratio))}
      height={Math.max(48, Math.round(heightPx * ratio))}
    />
  );
}

interface Preview {
  /** Undefined while it is on its way. */
  readonly url: string | undefined;
  readonly hasFailed: boolean;
}

function usePreview(attachment: Attachment, files: ConversationFiles): Preview {
  const [preview, setPreview] = useState<Preview>({ url: undefined, hasFailed: false });
  useEffect(() => {
    let isWanted = true;
    let made: string | undefined;
    files.preview(attachment).then(
      (blob) => {
        if (!isWanted) return;
        made = URL.createObjectURL(blob);
        setPreview({ url: made, hasFailed: false });
      },
      () => isWanted && setPreview({ url: undefined, hasFailed: true }),
    );
    return () => {
      isWanted = false;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [attachment, files]);
  return preview;
}

/** Hands a file to the person under its name. */
function hand(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), ADDRESS_MS);
}
