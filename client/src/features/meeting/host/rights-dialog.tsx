import { useTranslation } from 'react-i18next';
import { PERMISSIONS } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Dialog } from '../../../ui/dialog.js';
import { Switch } from '../../../ui/switch.js';
import { useAct } from '../use-act.js';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls'>;
  /** Undefined: what everyone may do. */
  readonly person: PersonView | undefined;
  readonly onClose: () => void;
}

/** Who may speak, show, share, write, react and rename: everyone, or one person. Each switch works at once. */
export function RightsDialog({ call, person, onClose }: Props) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { permissions } = useStore(call.controls.state);
  const people = useStore(call.people);
  const current = people.find(({ participantId }) => participantId === person?.participantId);
  const target = person === undefined ? {} : { participantId: person.participantId };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={person === undefined ? t('rights.forEveryone') : t('rights.forOne', { name: person.name })}
      description={t(person === undefined ? 'rights.forEveryoneNote' : 'rights.forOneNote')}
    >
      {PERMISSIONS.map((permission) => (
        <Switch
          key={permission}
          label={t(`rights.${permission}`)}
          checked={current?.permissions[permission] ?? permissions[permission]}
          onChange={(isAllowed) => void act('host.setPermission', { permission, isAllowed, ...target })}
        />
      ))}
    </Dialog>
  );
}
