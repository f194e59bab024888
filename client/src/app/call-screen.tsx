import { Suspense, useEffect, type CSSProperties } from 'react';
import type { CallFailure, CallState, OverReason } from '../engine/model.js';
import { useStore } from '../engine/use-store.js';
import { DeviceNotices } from '../features/devices/device-notices.js';
import { DeviceSettings } from '../features/devices/device-settings.js';
import { EndScreen, type FinalEnd, type UndoableEnd } from '../features/end/end-screen.js';
import { PreJoin } from '../features/prejoin/prejoin.js';
import { WaitingRoom } from '../features/prejoin/waiting-room.js';
import type { InsideProps } from './inside.js';
import { Inside } from './later-inside.js';
import { InsecurePage, LoadingPage } from './message-pages.js';
import { RecordsButton } from './records-button.js';

export interface CallScreenProps extends Omit<InsideProps, 'link' | 'isIn'> {
  readonly onHome: () => void;
}

/** Which screen belongs to which state of a call. */
export function CallScreen(props: CallScreenProps) {
  const state = useStore(props.call.state);
  const end = endOf(state);
  if (end === 'insecure') return <InsecurePage onHome={props.onHome} />;
  if (end !== undefined) return <End kind={end} {...props} />;
  return <Doorway {...props} at={placeOf(state)} isPrepared={state.kind !== 'preparing'} />;
}

/** How a call ended, when that is the whole story; undefined while it goes on or can be tried again where one is. */
function endOf(state: CallState): UndoableEnd | FinalEnd | 'insecure' | undefined {
  if (state.kind === 'over') return OVER_ENDS[state.why];
  if (state.kind !== 'failed') return undefined;
  return state.why === 'insecure' ? 'insecure' : FAILURE_ENDS[state.why];
}

interface DoorwayProps extends Omit<CallScreenProps, 'onHome'> {
  readonly at: Place;
  readonly isPrepared: boolean;
}

type Place = 'before' | 'returning' | 'lobby' | 'inside';

function placeOf(state: CallState): Place {
  const { kind } = state;
  if (kind === 'joining' && state.isReturning === true) return 'returning';
  if (kind === 'waiting') return 'lobby';
  return kind === 'joined' || kind === 'reconnecting' ? 'inside' : 'before';
}

function Doorway({ call, at, isPrepared, ...rest }: DoorwayProps) {
  const link = `${window.location.origin}/m/${call.roomId}`;
  const notices = <DeviceNotices devices={call.devices} />;
  const settings = <DeviceSettings devices={call.devices} />;
  // It comes while the line is opened, and holds nothing up on the way.
  useEffect(() => void Inside.load().catch(() => undefined), []); // Drawing it tries again, and tells of it.
  return (
    <>
      {at === 'before' && <PreJoin call={call} link={link} deviceNotices={notices} deviceSettings={settings} />}
      {at === 'returning' && <LoadingPage />}
      {at === 'lobby' && <WaitingRoom call={call} deviceNotices={notices} deviceSettings={settings} />}
      {/* Drawn and laid out, out of sight, while the person looks at the preview, since doing so at the press would
          hold the call up; but not before one can join, which it must not hold up either. */}
      {isPrepared && (
        <div style={at === 'inside' ? undefined : BACKSTAGE} inert={at !== 'inside'}>
          <Suspense fallback={<LoadingPage />}>
            <Inside call={call} isIn={at === 'inside'} link={link} {...rest} />
          </Suspense>
        </div>
      )}
    </>
  );
}

/** As large as it will be, so that nothing has to be laid out anew when it is shown. */
const BACKSTAGE: CSSProperties = { position: 'fixed', inset: 0, visibility: 'hidden' };

const OVER_ENDS: Readonly<Record<OverReason, UndoableEnd | FinalEnd>> = {
  left: 'left',
  ended: 'ended',
  removed: 'removed',
  denied: 'denied',
  moved: 'moved',
  lost: 'unreachable',
  'signed-out': 'signedOut',
};

/** Failures that are the whole story of a link. Any other is told on the pre-join page, where one can try again. */
const FAILURE_ENDS: Readonly<Partial<Record<CallFailure, UndoableEnd | FinalEnd>>> = {
  'not-found': 'notFound',
  'invalid-input': 'notFound',
  'meeting-ended': 'ended',
  'room-full': 'full',
  'server-full': 'serverFull',
  removed: 'removed',
  unauthenticated: 'signedOut',
  unsupported: 'unsupported',
  unreachable: 'unreachable',
};

interface EndProps extends Pick<CallScreenProps, 'call' | 'onHome' | 'records'> {
  readonly kind: UndoableEnd | FinalEnd;
}

function End({ kind, call, onHome, records }: EndProps) {
  const again = () => void call.restart();
  switch (kind) {
    case 'left':
      return (
        <EndScreen kind={kind} onHome={onHome} onAgain={again} more={<RecordsButton call={call} records={records} />} />
      );
    case 'ended':
      return <EndScreen kind={kind} onHome={onHome} more={<RecordsButton call={call} records={records} />} />;
    case 'full':
    case 'serverFull':
    case 'moved':
    case 'unreachable':
    case 'signedOut':
      return <EndScreen kind={kind} onHome={onHome} onAgain={again} />;
    case 'removed':
    case 'denied':
    case 'notFound':
    case 'unsupported':
      return <EndScreen kind={kind} onHome={onHome} />;
  }
}
