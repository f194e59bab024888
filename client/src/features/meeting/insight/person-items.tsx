import { Activity, Ear, Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { MenuItem, MenuSeparator } from '../../../ui/menu.js';
import { useInspect } from './inspect.js';
import { usePin } from './use-pin.js';

interface Props {
  readonly call: Pick<CallView, 'pins'>;
  readonly person: PersonView;
  /** Whether other items follow. */
  readonly isFollowed: boolean;
}

/** What everybody may do about somebody: keep them in sight, and look into how they come through. */
export function PersonItems({ call, person, isFollowed }: Props) {
  const { t } = useTranslation();
  const inspect = useInspect();
  const { isPinned, toggle } = usePin(call, person);
  const { participantId, isSelf } = person;
  return (
    <>
      {!isSelf && (
        <MenuItem icon={isPinned ? <PinOff /> : <Pin />} onSelect={toggle}>
          {t(isPinned ? 'pins.unpinItem' : 'pins.pinItem')}
        </MenuItem>
      )}
      <MenuItem icon={<Activity />} onSelect={() => inspect('connection', participantId)}>
        {t('connection.item')}
      </MenuItem>
      <MenuItem icon={<Ear />} onSelect={() => inspect('audibility', participantId)}>
        {t('audibility.title')}
      </MenuItem>
      {isFollowed && <MenuSeparator />}
    </>
  );
}
