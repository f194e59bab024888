import type { CallFailure, CallView, OverReason } from '../engine/model.js';
import { useStore } from '../engine/use-store.js';
import { ChatNews } from '../features/chat/chat-news.js';
import { DeviceNotices } from '../features/devices/device-notices.js';
import { DeviceSettings } from '../features/devices/device-settings.js';
import { EndScreen, type FinalEnd, type UndoableEnd } from '../features/end/end-screen.js';
import { Meeting } from '../features/meeting/meeting.js';
import type { MeetingPreferences } from '../features/meeting/preferences.js';
import { PreJoin } from '../features/prejoin/prejoin.js';
import { WaitingRoom } from '../features/prejoin/waiting-room.js';
import type { ChosenLanguage } from '../i18n/languages.js';
import { useChatSidePanel } from './chat-side-panel.js';
import { InsecurePage } from './message-pages.js';
import { Preferences } from './preferences.js';
import type { ThemeChoice } from './theme.js';

export interface CallScreenProps {
  readonly call: CallView;
  readonly preferences: MeetingPreferences;
  readonly theme: ThemeChoice;
  readonly onLanguage: (language: ChosenLanguage) => void;
  readonly onHome: () => void;
}

/** Which screen belongs to which state of a call. */
export function CallScreen({ call, preferences, theme, onLanguage, onHome }: CallScreenProps) {
  const state = useStore(call.state);
  const chatPanel = useChatSidePanel(call.chat);
  const link = `${window.location.origin}/m/${call.roomId}`;
  const notices = <DeviceNotices devices={call.devices} />;
  const settings = <DeviceSettings devices={call.devices} />;
  switch (state.kind) {
    case 'over':
      return <End kind={OVER_ENDS[state.why]} call={call} onHome={onHome} />;
    case 'failed': {
      if (state.why === 'insecure') return <InsecurePage onHome={onHome} />;
      const end = FAILURE_ENDS[state.why];
      if (end !== undefined) return <End kind={end} call={call} onHome={onHome} />;
      break;
    }
    case 'joined':
    case 'reconnecting':
      return (
        <>
          <ChatNews conversation={call.chat} />
          <Meeting
            call={call}
            link={link}
            preferences={preferences}
            panels={[chatPanel]}
            deviceSettings={
              <>
                {notices}
                {settings}
              </>
            }
            appearance={<Preferences theme={theme} onLanguage={onLanguage} />}
          />
        </>
      );
    case 'waiting':
      return <WaitingRoom call={call} deviceNotices={notices} deviceSettings={settings} />;
    case 'preparing':
    case 'ready':
    case 'joining':
      break;
  }
  return <PreJoin call={call} link={link} deviceNotices={notices} deviceSettings={settings} />;
}

const OVER_ENDS: Readonly<Record<OverReason, UndoableEnd | FinalEnd>> = {
  left: 'left',
  ended: 'ended',
  removed: 'removed',
  denied: 'denied',
  moved: 'moved',
  lost: 'unreachable',
};

/** Failures that are the whole story of a link. Any other is told on the pre-join page, where one can try again. */
const FAILURE_ENDS: Readonly<Partial<Record<CallFailure, UndoableEnd | FinalEnd>>> = {
  'not-found': 'notFound',
  'invalid-input': 'notFound',
  'meeting-ended': 'ended',
  'room-full': 'full',
  removed: 'removed',
  unsupported: 'unsupported',
  unreachable: 'unreachable',
};

interface EndProps {
  readonly kind: UndoableEnd | FinalEnd;
  readonly call: CallView;
  readonly onHome: () => void;
}

function End({ kind, call, onHome }: EndProps) {
  switch (kind) {
    case 'left':
    case 'full':
    case 'moved':
    case 'unreachable':
      return <EndScreen kind={kind} onHome={onHome} onAgain={() => void call.restart()} />;
    case 'ended':
    case 'removed':
    case 'denied':
    case 'notFound':
    case 'unsupported':
      return <EndScreen kind={kind} onHome={onHome} />;
  }
}
