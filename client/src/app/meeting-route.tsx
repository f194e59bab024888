import { useState } from 'react';
import { RoomId } from '#contracts';
import { createApi } from '../engine/api.js';
import { createCall } from '../engine/create-call.js';
import type { CallFailure, CallView, OverReason } from '../engine/model.js';
import { useStore } from '../engine/use-store.js';
import { DeviceNotices } from '../features/devices/device-notices.js';
import { DeviceSettings } from '../features/devices/device-settings.js';
import { EndScreen, type FinalEnd, type UndoableEnd } from '../features/end/end-screen.js';
import { Meeting } from '../features/meeting/meeting.js';
import { MeetingPreferences } from '../features/meeting/preferences.js';
import { PreJoin } from '../features/prejoin/prejoin.js';
import type { ChosenLanguage } from '../i18n/languages.js';
import { LentCall } from './lent-call.js';
import { InsecurePage, LoadingPage } from './message-pages.js';
import { Preferences } from './preferences.js';
import type { ThemeChoice } from './theme.js';

interface Props {
  /** As it stands in the address: anything. */
  readonly roomId: string;
  readonly theme: ThemeChoice;
  readonly onLanguage: (language: ChosenLanguage) => void;
  readonly onHome: () => void;
}

/** The page of one meeting, from its link to its end. */
export function MeetingRoute({ roomId, ...rest }: Props) {
  const parsed = RoomId.safeParse(roomId);
  if (!parsed.success) return <EndScreen kind="notFound" onHome={rest.onHome} />;
  // Another meeting is another call: the key takes the first one down with everything it holds.
  return <CallPage key={parsed.data} roomId={parsed.data} {...rest} />;
}

function CallPage({ roomId, ...rest }: Omit<Props, 'roomId'> & { readonly roomId: RoomId }) {
  const [lent] = useState(() => new LentCall(() => createCall({ roomId, api: createApi() })));
  const [preferences] = useState(() => new MeetingPreferences(window.localStorage));
  const call = useStore(lent);
  return call === undefined ? <LoadingPage /> : <CallScreen call={call} preferences={preferences} {...rest} />;
}

interface CallScreenProps extends Omit<Props, 'roomId'> {
  readonly call: CallView;
  readonly preferences: MeetingPreferences;
}

/** Which screen belongs to which state of a call. */
export function CallScreen({ call, preferences, theme, onLanguage, onHome }: CallScreenProps) {
  const state = useStore(call.state);
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
        <Meeting
          call={call}
          link={link}
          preferences={preferences}
          deviceSettings={
            <>
              {notices}
              {settings}
            </>
          }
          appearance={<Preferences theme={theme} onLanguage={onLanguage} />}
        />
      );
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
  moved: 'moved',
  lost: 'unreachable',
};

/** Failures that are the whole story of a link. Any other is told on the pre-join page, where one can try again. */
const FAILURE_ENDS: Readonly<Partial<Record<CallFailure, UndoableEnd | FinalEnd>>> = {
  'not-found': 'notFound',
  'invalid-input': 'notFound',
  'meeting-ended': 'ended',
  'room-full': 'full',
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
    case 'notFound':
    case 'unsupported':
      return <EndScreen kind={kind} onHome={onHome} />;
  }
}
