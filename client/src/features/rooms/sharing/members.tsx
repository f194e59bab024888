import { Trash2, Users } from 'lucide-react';
import { useCallback, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Email, MemberRole, type MemberView, type RoomDetails } from '#contracts';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorNotice } from '../../../ui/error-notice.js';
import { focusInvalid } from '../../../ui/focus-invalid.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Select } from '../../../ui/select.js';
import { Spinner } from '../../../ui/spinner.js';
import { TextField } from '../../../ui/text-field.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { SharingActions } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';
import { useFetched } from './use-fetched.js';
import styles from './sharing.module.css';

interface Props {
  readonly room: RoomDetails;
  readonly sharing: SharingActions;
}

/** Who belongs to a room. Only its owner changes that. */
export function Members({ room, sharing }: Props) {
  const { t } = useTranslation();
  const { items, hasFailed, change } = useFetched(
    useCallback(() => sharing.members(room.roomId), [sharing, room.roomId]),
  );
  const isOwner = room.role === 'owner';
  if (items === undefined) return <Spinner label={t('sharing.loading')} />;
  const put = (member: MemberView) =>
    change((before) =>
      before.some(({ memberId }) => memberId === member.memberId)
        ? before.map((one) => (one.memberId === member.memberId ? member : one))
        : [...before, member],
    );
  return (
    <>
      <p className={styles.about}>{t(isOwner ? 'sharing.membersAbout' : 'sharing.membersRead')}</p>
      {hasFailed && <ErrorNotice title={t('rooms.failed')}>{t('rooms.failedBody')}</ErrorNotice>}
      {isOwner && <AddMember room={room} sharing={sharing} onAdded={put} />}
      {items.length === 0 && !hasFailed && (
        <EmptyState icon={<Users />} title={t('sharing.membersNone')}>
          {isOwner ? t('sharing.membersNoneBody') : undefined}
        </EmptyState>
      )}
      <ul className={styles.list} aria-label={t('sharing.members')}>
        {isOwner && items.length > 0 && (
          <li className={styles.item}>
            <p className={styles.who}>{t('sharing.you')}</p>
            <Badge tone="accent">{t('sharing.owner')}</Badge>
          </li>
        )}
        {items.map((member) => (
          <MemberRow
            key={member.memberId}
            room={room}
            sharing={sharing}
            member={member}
            onChanged={put}
            onRemoved={() => change((before) => before.filter(({ memberId }) => memberId !== member.memberId))}
          />
        ))}
      </ul>
    </>
  );
}

function AddMember({ room, sharing, onAdded }: Props & { readonly onAdded: (member: MemberView) => void }) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const attempt = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('member');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isFit = Email.safeParse(email.trim()).success;
  const add = async () => {
    setBusy(true);
    await attempt(async () => {
      const member = await sharing.addMember(room.roomId, email.trim(), role);
      onAdded(member);
      announce(t('sharing.added', { email: member.email }));
      setEmail('');
      setChecked(false);
    });
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isFit) focusInvalid(form.current);
    else if (!isBusy) void add();
  };
  return (
    <form ref={form} className={styles.add} onSubmit={submit} noValidate>
      <TextField
        data-autofocus
        label={t('sharing.email')}
        error={isChecked && !isFit ? t('sharing.emailInvalid') : undefined}
        type="email"
        dir="ltr"
        autoCapitalize="off"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Select label={t('sharing.role')} options={useRoles()} value={role} onChange={setRole} />
      <Button type="submit" variant="primary" busy={isBusy}>
        {t('sharing.add')}
      </Button>
    </form>
  );
}

function useRoles() {
  const { t } = useTranslation();
  return MemberRole.options.toReversed().map((value) => ({ value, label: t(`sharing.${value}`) }));
}

interface RowProps extends Props {
  readonly member: MemberView;
  readonly onChanged: (member: MemberView) => void;
  readonly onRemoved: () => void;
}

function MemberRow({ room, sharing, member, onChanged, onRemoved }: RowProps) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const attempt = useAttempt();
  const { email, memberId } = member;
  const roles = useRoles();
  const change = (role: MemberRole) =>
    void attempt(async () => {
      onChanged(await sharing.changeMember(room.roomId, memberId, role));
      announce(t('sharing.roleChanged', { email, role: t(`sharing.${role}`) }));
    });
  const remove = () =>
    void attempt(async () => {
      await sharing.removeMember(room.roomId, memberId);
      onRemoved();
      announce(t('sharing.removed', { email }));
    });
  return (
    <li className={styles.item} aria-label={email}>
      <p className={styles.who} dir="ltr">
        {email}
      </p>
      {room.role === 'owner' ? (
        <>
          <Select
            label={t('sharing.roleOf', { email })}
            isLabelHidden
            fieldSize="small"
            options={roles}
            value={member.role}
            onChange={change}
          />
          <IconButton label={t('sharing.remove', { email })} icon={<Trash2 aria-hidden="true" />} onClick={remove} />
        </>
      ) : (
        <Badge>{t(`sharing.${member.role}`)}</Badge>
      )}
    </li>
  );
}
