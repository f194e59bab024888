import { useState, type ReactNode } from 'react';
import { RoomId } from '#contracts';
import { createApi } from '../engine/api.js';
import { createCall } from '../engine/create-call.js';
import type { CallView } from '../engine/model.js';
import { useStore } from '../engine/use-store.js';
import { EndScreen } from '../features/end/end-screen.js';
import { MeetingPreferences } from '../features/meeting/preferences.js';
import { CallScreen, type CallScreenProps } from './call-screen.js';
import { LentCall } from './lent-call.js';
import { LoadingPage } from './message-pages.js';
import type { Shared } from './shared.js';

export interface MeetingRouteProps extends Omit<
  CallScreenProps,
  'call' | 'preferences' | 'records' | 'rooms' | 'shared'
> {
  readonly shared: Shared;
  readonly isSignedIn: boolean;
  /** What reaches somebody here from outside the meeting. Joining does not wait for its script. */
  readonly messaging: ReactNode;
  /** As it stands in the address: anything. */
  readonly roomId: string;
}

/** The page of one meeting, from its link to its end. */
export function MeetingRoute({ roomId, ...rest }: MeetingRouteProps) {
  const parsed = RoomId.safeParse(roomId);
  if (!parsed.success) return <EndScreen kind="notFound" onHome={rest.onHome} />;
  // Another meeting is another call: the key takes the first one down with everything it holds.
  return <CallPage key={parsed.data} roomId={parsed.data} {...rest} />;
}

function CallPage({
  roomId,
  shared,
  isSignedIn,
  messaging,
  ...rest
}: Omit<MeetingRouteProps, 'roomId'> & { readonly roomId: RoomId }) {
  // Who took a call comes in without being asked again; everybody else sees themselves first.
  const [comingIn] = useState(() => shared.entrances.to(roomId));
  const api = shared.api(createApi);
  const [lent] = useState(() => {
    const make = () => createCall({ roomId, api, ...(comingIn && { begin: comingIn }) });
    return new LentCall(() => shared.entrances.take(roomId) ?? make());
  });
  const [preferences] = useState(() => new MeetingPreferences(window.localStorage));
  const call = useStore(lent);
  if (call === undefined) return <LoadingPage />;
  return (
    <>
      <CallScreen
        call={call}
        preferences={preferences}
        records={api.records}
        rooms={api.rooms}
        shared={isSignedIn ? shared : undefined}
        {...rest}
      />
      <OncePrepared call={call}>{messaging}</OncePrepared>
    </>
  );
}

interface OncePreparedProps {
  readonly call: Pick<CallView, 'state'>;
  readonly children: ReactNode;
}

function OncePrepared({ call, children }: OncePreparedProps) {
  const { kind } = useStore(call.state);
  const [isDue, setDue] = useState(false);
  if (!isDue && kind !== 'preparing' && kind !== 'joining') setDue(true);
  return isDue ? children : undefined;
}
