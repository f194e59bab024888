import { useState } from 'react';
import { RoomId } from '#contracts';
import { createApi } from '../engine/api.js';
import { createCall } from '../engine/create-call.js';
import { useStore } from '../engine/use-store.js';
import { EndScreen } from '../features/end/end-screen.js';
import { MeetingPreferences } from '../features/meeting/preferences.js';
import { CallScreen, type CallScreenProps } from './call-screen.js';
import { LentCall } from './lent-call.js';
import { LoadingPage } from './message-pages.js';

interface Props extends Omit<CallScreenProps, 'call' | 'preferences'> {
  /** As it stands in the address: anything. */
  readonly roomId: string;
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
