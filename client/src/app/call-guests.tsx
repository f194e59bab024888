import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ADDED_MAX_COUNT, Refusal, type IdentityId, type RoomId } from '#contracts';
import { useStore } from '../engine/use-store.js';
import { CalledPeople } from '../features/calls/called-people.js';
import { ChoosePeople } from '../features/conversations/choose-people.js';
import { takenUp } from '../engine/phone/caller.js';
import { useVoice } from '../ui/ui-root.js';
import { messagingOf } from './make-messaging.js';
import type { Shared } from './shared.js';

interface Props {
  readonly shared: Shared;
  readonly roomId: RoomId;
}

/** In the meeting of a call: who was called, and the way to call more people. Nothing in any other meeting. */
export function CallGuests({ shared, roomId }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [isChoosing, setChoosing] = useState(false);
  const { messenger } = messagingOf(shared);
  const call = useStore(messenger.phone.inRooms).get(roomId);
  if (call === undefined) return undefined;
  const add = (identityIds: readonly IdentityId[]) => messenger.phone.add(call.callId, identityIds);
  const again = (identityId: IdentityId) =>
    void add([identityId]).catch((thrown: unknown) => {
      const isTooOften = thrown instanceof Refusal && thrown.code === 'too-many-requests';
      toast({ title: t(isTooOften ? 'calls.addTooOften' : 'calls.addFailed'), tone: 'danger' });
    });
  return (
    <>
      <CalledPeople call={call} onAdd={() => setChoosing(true)} onAgain={again} />
      {isChoosing && (
        <ChoosePeople
          messenger={messenger}
          title={t('calls.add')}
          description={t('calls.addBody')}
          action={t('calls.addAction')}
          failed={t('calls.addFailed')}
          withoutIds={takenUp(call)}
          maxCount={ADDED_MAX_COUNT}
          onChoose={add}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}
