import { Link2, Link2Off } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkView, RoomDetails } from '#contracts';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useCopyLink } from '../../../ui/copy-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorNotice } from '../../../ui/error-notice.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Spinner } from '../../../ui/spinner.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { SharingActions } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';
import { localeOf } from '../when-words.js';
import { MakeLink } from './make-link.js';
import { useFetched } from './use-fetched.js';
import styles from './sharing.module.css';

interface Props {
  readonly room: RoomDetails;
  readonly sharing: SharingActions;
}

/** The extra links into a room. */
export function Links({ room, sharing }: Props) {
  const { t } = useTranslation();
  const [revoking, setRevoking] = useState<LinkView | undefined>();
  const { items, hasFailed, change } = useFetched(
    useCallback(() => sharing.links(room.roomId), [sharing, room.roomId]),
  );
  if (items === undefined) return <Spinner label={t('sharing.loading')} />;
  return (
    <>
      <p className={styles.about}>{t('sharing.linksAbout')}</p>
      {hasFailed && <ErrorNotice title={t('rooms.failed')}>{t('rooms.failedBody')}</ErrorNotice>}
      <MakeLink room={room} sharing={sharing} onMade={(link) => change((before) => [link, ...before])} />
      {items.length === 0 && !hasFailed && (
        <EmptyState icon={<Link2 />} title={t('sharing.linksNone')}>
          {t('sharing.linksNoneBody')}
        </EmptyState>
      )}
      <ul className={styles.list} aria-label={t('sharing.links')}>
        {items.map((link) => (
          <LinkRow key={link.linkId} link={link} onRevoke={() => setRevoking(link)} />
        ))}
      </ul>
      {revoking !== undefined && (
        <Revoking
          room={room}
          sharing={sharing}
          link={revoking}
          onRevoked={() => change((before) => before.filter(({ linkId }) => linkId !== revoking.linkId))}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </>
  );
}

function LinkRow({ link, onRevoke }: { readonly link: LinkView; readonly onRevoke: () => void }) {
  const { t, i18n } = useTranslation();
  const copy = useCopyLink(link.url);
  const label = link.label ?? t('sharing.unnamed');
  const format = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className={styles.item} aria-label={label}>
      <div className={styles.who}>
        <p className={styles.label}>
          <bdi>{label}</bdi> <Badge>{t(`sharing.${link.role ?? 'guest'}`)}</Badge>
        </p>
        <p className={styles.about}>
          {link.expiresAtMs === undefined
            ? t('sharing.endless')
            : t('sharing.until', { when: format.format(link.expiresAtMs) })}
        </p>
        <p className={styles.url} dir="ltr">
          {link.url}
        </p>
      </div>
      <Button
        size="small"
        icon={<Link2 aria-hidden="true" />}
        aria-label={t('sharing.copy', { label })}
        onClick={() => void copy()}
      >
        {t('link.copy')}
      </Button>
      <IconButton
        label={t('sharing.revokeLink', { label })}
        icon={<Link2Off aria-hidden="true" />}
        onClick={onRevoke}
      />
    </li>
  );
}

interface RevokingProps extends Props {
  readonly link: LinkView;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

function Revoking({ room, sharing, link, onRevoked, onClose }: RevokingProps) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const attempt = useAttempt();
  const [isBusy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    const isDone = await attempt(() => sharing.removeLink(room.roomId, link.linkId));
    setBusy(false);
    if (!isDone) return;
    announce(t('sharing.revoked'));
    onRevoked();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('sharing.revokeQuestion', { label: link.label ?? t('sharing.unnamed') })}
      description={t('sharing.revokeExplained')}
      confirmLabel={t('sharing.revoke')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void revoke()}
    />
  );
}
