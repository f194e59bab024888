import { lazy, Suspense } from 'react';
import type { RoomsApi } from '../engine/account/rooms-api.js';
import type { CallView } from '../engine/model.js';
import { ChatNews, PrivateNews } from '../features/chat/chat-news.js';
import { DeviceNotices } from '../features/devices/device-notices.js';
import { DeviceSettings } from '../features/devices/device-settings.js';
import { Meeting } from '../features/meeting/meeting.js';
import type { MeetingPreferences } from '../features/meeting/preferences.js';
import type { RecordsActions } from '../features/records/records-actions.js';
import type { ChosenLanguage } from '../i18n/languages.js';
import { useChatSidePanel } from './chat-side-panel.js';
import { Preferences } from './preferences.js';
import { recordsOf } from './room-records.js';
import type { Shared } from './shared.js';
import type { ThemeChoice } from './theme.js';

// With it come conversations and the phone, for which joining does not wait.
const CallGuests = lazy(async () => ({ default: (await import('./call-guests.js')).CallGuests }));

export interface InsideProps {
  readonly call: CallView;
  /** False while it is only drawn, out of sight. */
  readonly isIn: boolean;
  /** What others need to come too. */
  readonly link: string;
  readonly preferences: MeetingPreferences;
  readonly theme: ThemeChoice;
  readonly onLanguage: (language: ChosenLanguage) => void;
  readonly records: RecordsActions;
  readonly rooms: Pick<RoomsApi, 'setPassword' | 'clearPassword'>;
  /** Of who is signed in, and can therefore be in a call. */
  readonly shared: Shared | undefined;
}

/** What there is once one is in, panels included. A script of its own: nothing of it is needed for joining. */
export function Inside({ call, isIn, link, preferences, theme, onLanguage, records, rooms, shared }: InsideProps) {
  const chatPanel = useChatSidePanel(call);
  return (
    <>
      {isIn && <ChatNews conversation={call.chat} />}
      {isIn && <PrivateNews chats={call.privateChats} />}
      <Meeting
        call={call}
        link={link}
        preferences={preferences}
        panels={[chatPanel]}
        isIn={isIn}
        deviceSettings={
          <>
            <DeviceNotices devices={call.devices} />
            <DeviceSettings devices={call.devices} />
          </>
        }
        door={{
          setPassword: (password) => rooms.setPassword(call.roomId, password),
          clearPassword: () => rooms.clearPassword(call.roomId),
        }}
        records={recordsOf(call, records)}
        guests={
          shared !== undefined && (
            <Suspense fallback={undefined}>
              <CallGuests shared={shared} roomId={call.roomId} />
            </Suspense>
          )
        }
        appearance={<Preferences theme={theme} onLanguage={onLanguage} />}
      />
    </>
  );
}
