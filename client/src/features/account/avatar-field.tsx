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
  const { toast } = useVoice();
  const input = useRef<HTMLInputElement>(null);
  const [sentRatio, setSentRatio] = useState<number | undefined>();
  const [fault, setFault] = useState<'pictureType' | 'pictureSize' | undefined>();
  const submit = useSubmit();
  const wrong = fault ?? (submit.failure === 'invalid-input' ? 'pictureType' : undefined);

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [picture] = event.target.files ?? [];
    // The same file, chosen again after a failure, is a change too.
    event.target.value = '';
    if (picture === undefined) return;
    const unfit = faultOf(picture);
    setFault(unfit);
    submit.clear();
    if (unfit !== undefined) return;
    setSentRatio(0);
    void submit
      .run(() => account.setAvatar(picture, setSentRatio))
      .then((isDone) => {
        setSentRatio(undefined);
        if (isDone) toast({ title: t('account.pictureSaved'), tone: 'success' });
      });
  };
  const remove = () => {
    setFault(undefined);
    void submit
      .run(() => account.removeAvatar())
      .then((isDone) => isDone && toast({ title: t('account.pictureRemoved'), tone: 'success' }));
  };
  return (
    <div className={styles.picture}>
      <div className={styles.identity}>
        <Avatar id={view.accountId} name={view.name} url={view.avatarUrl} size="large" />
        <div className={styles.words}>
          <p dir="ltr">{view.email}</p>
          <div className={styles.buttons}>
            <Button size="small" busy={submit.isBusy} onClick={() => input.current?.click()}>
              {t(view.avatarUrl === undefined ? 'account.pictureChoose' : 'account.pictureReplace')}
            </Button>
            {view.avatarUrl !== undefined && (
              <Button size="small" variant="quiet" disabled={submit.isBusy} onClick={remove}>
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
      {wrong === undefined ? (
        <FailureNotice failure={submit.failure} />
      ) : (
        <ErrorNotice title={t(`account.${wrong}`)}>
          {t('account.pictureHint', { max: AVATAR_MAX_BYTES / (1_024 * 1_024) })}
        </ErrorNotice>
      )}
    </div>
  );
}

/** Told before anything is sent. A file of no known type is left to the server, which looks inside. */
function faultOf({ type, size }: File): 'pictureType' | 'pictureSize' | undefined {
  if (type !== '' && !TYPES.includes(type)) return 'pictureType';
  return size > AVATAR_MAX_BYTES ? 'pictureSize' : undefined;
}
