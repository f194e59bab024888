import { useRef, useState, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { AVATAR_MAX_BYTES, type AccountView } from '#contracts';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { useVoice } from '../../ui/ui-root.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import type { AccountActions } from './account-actions.js';
import { FailureNotice } from './failure-notice.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

/** What browsers show and the server takes; it looks at the content in any case. */
const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/gif'];

interface Props {
  readonly account: Pick<AccountActions, 'setAvatar' | 'removeAvatar'>;
  readonly view: AccountView;
}

/** One's picture: as it is, and how to have another or none. */
export function AvatarField({ account, view }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { isBusy, sentRatio, fault, failure, send, remove } = usePicture(account);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [picture] = event.target.files ?? [];
    // The same file, chosen again after a failure, is a change too.
    event.target.value = '';
    if (picture !== undefined) send(picture);
  };
  return (
    <div className={styles.picture}>
      <div className={styles.identity}>
        <Avatar id={view.accountId} name={view.name} url={view.avatarUrl} size="large" />
        <div className={styles.words}>
          <p dir="ltr">{view.email}</p>
          <div className={styles.buttons}>
            <Button size="small" busy={isBusy} onClick={() => input.current?.click()}>
              {t(view.avatarUrl === undefined ? 'account.pictureChoose' : 'account.pictureReplace')}
            </Button>
            {view.avatarUrl !== undefined && (
              <Button size="small" variant="quiet" disabled={isBusy} onClick={remove}>
                {t('account.pictureRemove')}
              </Button>
            )}
          </div>
        </div>
      </div>
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          accept={TYPES.join(',')}
          tabIndex={-1}
          aria-label={t('account.pictureChoose')}
          onChange={choose}
        />
      </VisuallyHidden>
      {sentRatio !== undefined && (
        <progress className={styles.progress} max={1} value={sentRatio} aria-label={t('account.pictureSending')} />
      )}
      {fault === undefined ? (
        <FailureNotice failure={failure} />
      ) : (
        <ErrorNotice title={t(`account.${fault}`)}>
          {t('account.pictureHint', { max: AVATAR_MAX_BYTES / (1_024 * 1_024) })}
        </ErrorNotice>
      )}
    </div>
  );
}

/** Sends a picture or takes it back, and says how that goes. */
function usePicture(account: Props['account']) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [sentRatio, setSentRatio] = useState<number | undefined>();
  const [unfit, setUnfit] = useState<PictureFault | undefined>();
  const { isBusy, failure, run, clear } = useSubmit();
  const send = (picture: File) => {
    const fault = faultOf(picture);
    setUnfit(fault);
    clear();
    if (fault !== undefined) return;
    setSentRatio(0);
    void run(() => account.setAvatar(picture, setSentRatio)).then((isDone) => {
      setSentRatio(undefined);
      if (isDone) toast({ title: t('account.pictureSaved'), tone: 'success' });
    });
  };
  const remove = () => {
    setUnfit(undefined);
    void run(() => account.removeAvatar()).then(
      (isDone) => isDone && toast({ title: t('account.pictureRemoved'), tone: 'success' }),
    );
  };
  const fault = unfit ?? (failure === 'invalid-input' ? ('pictureType' as const) : undefined);
  return { isBusy, sentRatio, fault, failure, send, remove };
}

type PictureFault = 'pictureType' | 'pictureSize';

/** Told before anything is sent. A file of no known type is left to the server, which looks inside. */
function faultOf({ type, size }: File): PictureFault | undefined {
  if (type !== '' && !TYPES.includes(type)) return 'pictureType';
  return size > AVATAR_MAX_BYTES ? 'pictureSize' : undefined;
}
