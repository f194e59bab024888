import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '#contracts';
import { Dialog } from '../../../ui/dialog.js';
import { Segmented } from '../../../ui/segmented.js';
import type { SharingActions } from '../rooms-actions.js';
import { Links } from './links.js';
import { Members } from './members.js';

interface Props {
  readonly room: RoomDetails;
  readonly sharing: SharingActions;
  readonly onClose: () => void;
}

/** With whom a room is shared: its members, and the extra links into it. What is done here holds at once. */
export function SharingDialog({ room, sharing, onClose }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'members' | 'links'>('members');
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      size="large"
      title={t('sharing.title')}
      description={room.title ?? t('rooms.untitled')}
    >
      <Segmented
        label={t('sharing.which')}
        segments={[
          { value: 'members', label: t('sharing.members') },
          { value: 'links', label: t('sharing.links') },
        ]}
        value={shown}
        onChange={setShown}
      />
      {shown === 'members' ? <Members room={room} sharing={sharing} /> : <Links room={room} sharing={sharing} />}
    </Dialog>
  );
}
