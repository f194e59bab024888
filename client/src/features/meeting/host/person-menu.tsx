import {
  ArrowUpToLine,
  DoorOpen,
  Hand,
  Mic,
  MicOff,
  MoreVertical,
  PenLine,
  ScreenShareOff,
  ShieldCheck,
  SlidersHorizontal,
  Star,
  Timer,
  UserRoundX,
  VideoOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.js';
import { PersonItems } from '../insight/person-items.js';
import { useAct } from '../use-act.js';
import { useSelf } from '../use-self.js';
import type { HostDialog } from './host-dialog.js';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls' | 'pins'>;
  readonly person: PersonView;
  readonly onDialog: (dialog: HostDialog) => void;
}

/** What one may do about somebody, or about oneself. */
export function PersonMenu({ call, person, onDialog }: Props) {
  const { t } = useTranslation();
  const self = useSelf(call);
  const { rename } = useStore(call.controls.rights);
  if (self === undefined) return undefined;
  const isManaging = self.role !== 'participant';
  const isBelow = isManaging && !person.isSelf && person.role !== 'host';
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          size="small"
          label={t('host.actionsFor', { name: person.name })}
          icon={<MoreVertical aria-hidden="true" />}
          tooltipSide="left"
        />
      }
    >
      <PersonItems call={call} person={person} isFollowed={isManaging || (person.isSelf && rename)} />
      {isBelow && <SourceItems call={call} person={person} />}
      {person.isSelf && rename && (
        <MenuItem icon={<PenLine />} onSelect={() => onDialog({ kind: 'rename' })}>
          {t('rename.own')}
        </MenuItem>
      )}
      {isManaging && <StageItems call={call} person={person} onDialog={onDialog} />}
      {isBelow && <PlaceItems call={call} person={person} isHost={self.role === 'host'} onDialog={onDialog} />}
    </Menu>
  );
}

function SourceItems({ call, person }: Omit<Props, 'onDialog'>) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { participantId } = person;
  const { permissions } = useStore(call.controls.state);
  const maySpeak = person.permissions.speak ?? permissions.speak;
  return (
    <>
      <MenuItem
        icon={<MicOff />}
        disabled={!person.isAudioOn}
        onSelect={() => void act('host.mute', { participantId })}
      >
        {t('host.mute')}
      </MenuItem>
      <SpeakItem call={call} person={person} maySpeak={maySpeak} />
      <MenuItem
        icon={<Mic />}
        disabled={person.isAudioOn}
        onSelect={() => void act('host.askToUnmute', { participantId })}
      >
        {t('host.askToUnmute')}
      </MenuItem>
      {person.isVideoOn && (
        <MenuItem icon={<VideoOff />} onSelect={() => void act('host.stopCamera', { participantId })}>
          {t('host.stopCamera')}
        </MenuItem>
      )}
      {person.isSharing && (
        <MenuItem icon={<ScreenShareOff />} onSelect={() => void act('host.stopShare', { participantId })}>
          {t('host.stopShare')}
        </MenuItem>
      )}
      <MenuSeparator />
    </>
  );
}

/** Muting that only a host undoes, and its undoing. A co-host keeps their voice: nothing can be withheld from them. */
function SpeakItem({ call, person, maySpeak }: Omit<Props, 'onDialog'> & { readonly maySpeak: boolean }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { participantId } = person;
  if (person.role !== 'participant') return undefined;
  return maySpeak ? (
    <MenuItem icon={<MicOff />} onSelect={() => void act('host.mute', { participantId, mayUnmute: false })}>
      {t('host.muteFirmly')}
    </MenuItem>
  ) : (
    <MenuItem
      icon={<Mic />}
      onSelect={() => void act('host.setPermission', { permission: 'speak', isAllowed: true, participantId })}
    >
      {t('host.letUnmute')}
    </MenuItem>
  );
}

/** How somebody is shown, and for how long they may speak. */
function StageItems({ call, person, onDialog }: Props) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { stage, hands } = useStore(call.controls.state);
  const { participantId } = person;
  const isSpotlit = stage.spotlightIds.includes(participantId);
  return (
    <>
      {!person.isSelf && hands.queue.some((hand) => hand.participantId === participantId) && (
        <MenuItem icon={<Hand />} onSelect={() => void act('hand.lower', { participantId })}>
          {t('hands.lower')}
        </MenuItem>
      )}
      <MenuItem
        icon={<Star />}
        onSelect={() => void act('host.setStage', { spotlightIds: isSpotlit ? [] : [participantId] })}
      >
        {t(isSpotlit ? 'host.endSpotlight' : 'host.spotlight')}
      </MenuItem>
      <MenuItem
        icon={<ArrowUpToLine />}
        onSelect={() =>
          void act('host.setStage', {
            tileOrderIds: [participantId, ...stage.tileOrderIds.filter((id) => id !== participantId)],
          })
        }
      >
        {t('host.placeFirst')}
      </MenuItem>
      <MenuItem icon={<Timer />} onSelect={() => onDialog({ kind: 'timer', person })}>
        {t('host.timerFor')}
      </MenuItem>
    </>
  );
}

/** Who somebody is in the meeting, and whether. */
function PlaceItems({ call, person, isHost, onDialog }: Props & { readonly isHost: boolean }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { participantId, role } = person;
  const isCoHost = role === 'cohost';
  return (
    <>
      {!isCoHost && (
        <MenuItem icon={<SlidersHorizontal />} onSelect={() => onDialog({ kind: 'rights', person })}>
          {t('host.permissionsOf')}
        </MenuItem>
      )}
      <MenuSeparator />
      {isHost && (
        <MenuItem
          icon={<ShieldCheck />}
          onSelect={() => void act('host.setRole', { participantId, role: isCoHost ? 'participant' : 'cohost' })}
        >
          {t(isCoHost ? 'host.removeCoHost' : 'host.makeCoHost')}
        </MenuItem>
      )}
      <MenuItem icon={<DoorOpen />} onSelect={() => void act('lobby.sendBack', { participantId })}>
        {t('host.moveToLobby')}
      </MenuItem>
      <MenuItem icon={<UserRoundX />} tone="danger" onSelect={() => onDialog({ kind: 'remove', person })}>
        {t('host.remove')}
      </MenuItem>
    </>
  );
}
