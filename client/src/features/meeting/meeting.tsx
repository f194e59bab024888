import { MonitorUp, VolumeX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, LocalSource } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { useVoice } from '../../ui/ui-root.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { AgendaPanel } from './agenda/agenda-panel.js';
import { TopicBoard } from './agenda/topic-board.js';
import { Clock } from './clock.js';
import { Dialogs } from './dialogs.js';
import type { HostDialog } from './host/host-dialog.js';
import { HostDialogs, type RecordsOpener } from './host/host-dialogs.js';
import { UnmuteWishCard } from './host/unmute-wish.js';
import { useControlNotices } from './host/use-control-notices.js';
import { AudibilityPanel } from './insight/audibility-panel.js';
import { ConnectionPanel } from './insight/connection-panel.js';
import { InspectScope } from './insight/inspect.js';
import { useInspection, type InspectionState } from './insight/use-inspection.js';
import { useSoundWish } from './insight/use-sound-wish.js';
import type { DoorActions } from './host/password-dialog.js';
import { Invitation } from './invitation.js';
import { Later, useDrawn } from './later.js';
import type { OpenDialog } from './menus.js';
import { PeoplePanel } from './people/people-panel.js';
import type { MeetingPreferences } from './preferences.js';
import { PushToTalk } from './push-to-talk.js';
import { FloatingReactions } from './reactions/floating-reactions.js';
import type { Shortcut } from './shortcuts.js';
import type { SidePanel } from './side-panels.js';
import { Stage } from './stage.js';
import { canShareScreen } from './sharing/share-control.js';
import { Toolbar } from './toolbar.js';
import { TimerBoard } from './timer/timer-board.js';
import { useNotices } from './use-notices.js';
import { useShortcuts } from './use-shortcuts.js';
import { useSidePanel, type SidePanelState } from './use-side-panel.js';
import { useWithheld } from './use-withheld.js';
import styles from './meeting.module.css';

interface Props {
  readonly call: CallView;
  /** What others need to come too. */
  readonly link: string;
  readonly preferences: MeetingPreferences;
  /** The choice of devices and what is wrong with them. */
  readonly deviceSettings: ReactNode;
  /** The choice of theme and language. */
  readonly appearance: ReactNode;
  /** Panels of other features, in the order of their buttons. */
  readonly panels?: readonly SidePanel[];
  /** False while this is only drawn, out of sight, for somebody who may come in. */
  readonly isIn?: boolean;
  /** What is kept of the room's meetings, for its hosts. */
  readonly records?: RecordsOpener;
  /** What a call adds to the list of people. */
  readonly guests?: ReactNode;
  /** The password of the room, for its hosts. */
  readonly door?: DoorActions;
}

const NO_PANELS: readonly SidePanel[] = [];

/** A meeting that one has joined, or is about to: its stage stands before anybody is on it, and everything else follows. */
export function Meeting(props: Props) {
  const side = useSidePanel();
  const inspection = useInspection(side);
  return (
    <InspectScope value={inspection.inspect}>
      <MeetingPage {...props} side={side} inspection={inspection} />
    </InspectScope>
  );
}

interface PageProps extends Props {
  readonly side: SidePanelState;
  readonly inspection: InspectionState;
}

function MeetingPage(props: PageProps) {
  const { call, link, preferences, panels = NO_PANELS, isIn = true, side } = props;
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<OpenDialog | undefined>();
  const [hostDialog, setHostDialog] = useState<HostDialog | undefined>();
  const people = useStore(call.people);
  const isDrawn = useDrawn(isIn);
  const toggleShare = useShare(call);

  return (
    <div className={styles.meeting}>
      <Later isDue={isDrawn}>
        <Attendance call={call} preferences={preferences} side={side} onShare={toggleShare} onDialog={setDialog} />
        <Banners call={call} />
        <UnmuteWishCard call={call} />
      </Later>
      <main className={styles.body}>
        <VisuallyHidden>
          <h1>{t('meeting.title')}</h1>
        </VisuallyHidden>
        <div className={styles.scene}>
          <Stage call={call} preferences={preferences} onShowPeople={() => side.show('people')} />
          {isIn && people.length === 1 && <Invitation link={link} />}
          <Later isDue={isDrawn}>
            <FloatingReactions call={call} />
          </Later>
        </div>
        <OpenPanel {...props} panels={panels} onDialog={setHostDialog} />
      </main>
      <footer className={styles.footer}>
        <Later isDue={isDrawn}>
          <Clock className={styles.clock} />
          <Toolbar
            call={call}
            link={link}
            preferences={preferences}
            panels={panels}
            side={side}
            onShare={toggleShare}
            onDialog={setDialog}
            onHostDialog={setHostDialog}
          />
        </Later>
      </footer>
      <Later isDue={isDrawn}>
        <HostDialogs {...props} open={hostDialog} onClose={() => setHostDialog(undefined)} />
        <Dialogs {...props} open={dialog} onClose={() => setDialog(undefined)} />
      </Later>
    </div>
  );
}

interface AttendanceProps extends Pick<PageProps, 'call' | 'preferences' | 'side'> {
  readonly onShare: () => void;
  readonly onDialog: (dialog: OpenDialog) => void;
}

/** What goes on without being seen, for who is in the meeting. */
function Attendance({ call, preferences, side, onShare, onDialog }: AttendanceProps) {
  const { t } = useTranslation();
  const people = useStore(call.people);
  useSoundWish(call);
  useControlNotices(call, { isOpen: side.open === 'people', show: () => side.show('people') });
  usePageTitle(t('meeting.pageTitle', { count: people.length }));
  useNotices(call, () => onDialog('devices'));
  useMeetingKeys(call, preferences, {
    share: onShare,
    people: () => side.toggle('people'),
    help: () => onDialog('shortcuts'),
    explain: () => onDialog('devices'),
  });
  return undefined;
}

interface OpenPanelProps extends Pick<PageProps, 'call' | 'link' | 'side' | 'inspection' | 'guests'> {
  readonly panels: readonly SidePanel[];
  readonly onDialog: (dialog: HostDialog) => void;
}

function OpenPanel({ call, link, side, inspection, guests, panels, onDialog }: OpenPanelProps) {
  const about = {
    call,
    participantId: inspection.participantId,
    onChoose: inspection.choose,
    onClose: inspection.close,
  };
  if (side.open === 'connection') return <ConnectionPanel {...about} />;
  if (side.open === 'audibility') return <AudibilityPanel {...about} />;
  if (side.open === 'people') {
    return <PeoplePanel call={call} link={link} guests={guests} onClose={side.close} onDialog={onDialog} />;
  }
  if (side.open === 'agenda') return <AgendaPanel call={call} onClose={side.close} />;
  return panels.find(({ key }) => key === side.open)?.render(side.close);
}

function Banners({ call }: { readonly call: CallView }) {
  const { t } = useTranslation();
  const state = useStore(call.state);
  const isSoundBlocked = useStore(call.isSoundBlocked);
  const screen = useStore(call.devices.screen.state);
  return (
    <div className={styles.banners}>
      <TopicBoard call={call} />
      <TimerBoard call={call} />
      {state.kind === 'reconnecting' && (
        <Banner tone="warning" busy>
          {t('meeting.reconnecting')}
        </Banner>
      )}
      {isSoundBlocked && (
        <Banner
          tone="warning"
          icon={<VolumeX aria-hidden="true" />}
          action={
            <Button size="small" variant="primary" onClick={() => void call.unblockSound()}>
              {t('meeting.soundUnblock')}
            </Button>
          }
        >
          {t('meeting.soundBlocked')}
        </Banner>
      )}
      {screen.kind === 'live' && (
        <Banner
          tone="accent"
          icon={<MonitorUp aria-hidden="true" />}
          action={
            // The toolbar has "Stop sharing"; two buttons of one name would be one too many.
            <Button size="small" onClick={() => void call.devices.screen.toggle()}>
              {t('meeting.ownShareStop')}
            </Button>
          }
        >
          {t('meeting.ownShare')}
        </Banner>
      )}
    </div>
  );
}

/** Begins or ends sharing. Closing the browser's picker is a change of mind; any other failure is told. */
function useShare(call: CallView): () => void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const { screen } = call.devices;
  const state = useStore(screen.state);
  const told = useRef(state);
  useEffect(() => {
    if (told.current === state) return;
    told.current = state;
    if (state.kind === 'failed' && state.why !== 'denied')
      toast({ title: t('meeting.shareFailed'), detail: t('meeting.shareFailedBody'), tone: 'danger' });
  });
  const { reasonFor, explain } = useWithheld(call);
  return () => {
    if (reasonFor('share') === undefined || state.kind === 'live') void screen.toggle();
    else explain('share');
  };
}

interface KeyActions {
  readonly share: () => void;
  readonly people: () => void;
  readonly help: () => void;
  readonly explain: () => void;
}

function useMeetingKeys(call: CallView, preferences: MeetingPreferences, actions: KeyActions): void {
  const isOn = useStore(preferences.shortcuts.value) === 'on';
  const { microphone, camera } = call.devices;
  const { reasonFor, explain } = useWithheld(call);
  const talk = useMemo(
    () => new PushToTalk(microphone, () => call.controls.rights.get().speak),
    [microphone, call.controls],
  );
  const turn = (source: LocalSource, right: 'speak' | 'camera') => {
    const { kind } = source.state.get();
    if (reasonFor(right) !== undefined && kind !== 'live') explain(right);
    else if (kind === 'failed') actions.explain();
    else void source.toggle();
  };
  const press = (shortcut: Exclude<Shortcut, 'talk'>) => {
    switch (shortcut) {
      case 'microphone':
        return turn(microphone, 'speak');
      case 'camera':
        return turn(camera, 'camera');
      case 'share':
        return canShareScreen() ? actions.share() : undefined;
      case 'people':
        return actions.people();
      case 'help':
        return actions.help();
    }
  };
  useShortcuts(isOn, { press, talk });
}
