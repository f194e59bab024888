import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import type { CallState } from '../engine/model.js';
import { FakeCall } from '../features/meeting/fake-call.js';
import { MeetingPreferences } from '../features/meeting/preferences.js';
import type { RecordsActions } from '../features/records/records-actions.js';
import { en } from '../i18n/en.js';
import { renderPart } from '../testing/render-part.js';
import { CallScreen } from './call-screen.js';
import { ThemeChoice } from './theme.js';

afterEach(cleanup);

/** A room that has nothing to show. */
const NO_RECORDS: RecordsActions = {
  meetings: async () => [],
  bans: async () => [],
  download: async () => 'attendance.csv',
  lift: async () => undefined,
};

async function show(state: CallState): Promise<FakeCall> {
  const call = new FakeCall();
  call.lastName = 'Ada';
  call.admit('Ada');
  call.state.set(state);
  await act(() =>
    renderPart(
      <CallScreen
        call={call}
        preferences={new MeetingPreferences(window.localStorage)}
        theme={new ThemeChoice(window.localStorage, document)}
        onLanguage={() => undefined}
        records={NO_RECORDS}
        rooms={{ setPassword: async () => undefined, clearPassword: async () => undefined }}
        shared={undefined}
        onHome={() => undefined}
      />,
    ),
  );
  return call;
}

it.each<[CallState, string]>([
  [{ kind: 'over', why: 'left' }, 'You left the meeting'],
  [{ kind: 'over', why: 'ended' }, 'Meeting ended'],
  [{ kind: 'over', why: 'removed' }, 'You were removed from the meeting'],
  [{ kind: 'over', why: 'moved' }, 'You joined from another window'],
  [{ kind: 'over', why: 'lost' }, en.end.unreachable.title],
  [{ kind: 'failed', why: 'not-found' }, en.end.notFound.title],
  [{ kind: 'failed', why: 'meeting-ended' }, 'Meeting ended'],
  [{ kind: 'failed', why: 'room-full' }, 'This meeting is full'],
  [{ kind: 'failed', why: 'server-full' }, en.end.serverFull.title],
  [{ kind: 'failed', why: 'unreachable' }, en.end.unreachable.title],
  [{ kind: 'failed', why: 'unsupported' }, en.end.unsupported.title],
  [{ kind: 'failed', why: 'insecure' }, 'This address is not secure'],
  [{ kind: 'failed', why: 'media-unavailable' }, 'Ready to join?'],
  [{ kind: 'preparing' }, 'Ready to join?'],
])('shows for %j the screen “%s”', async (state, heading) => {
  await show(state);
  screen.getByRole('heading', { level: 1, name: heading });
});

it('shows no pre-join to who comes back after a reload', async () => {
  const call = await show({ kind: 'joining', isReturning: true });
  expect(screen.queryByRole('button', { name: 'Join now' })).toBeNull();
  act(() => call.state.set({ kind: 'joined' }));
  await screen.findByRole('toolbar', { name: 'Meeting controls' });
});

it('goes from pre-join into the meeting, stays there while reconnecting, and comes back by Rejoin', async () => {
  const call = await show({ kind: 'ready' });
  await userEvent.click(screen.getByRole('button', { name: 'Join now' }));
  act(() => call.state.set({ kind: 'joined' }));
  const toolbar = await screen.findByRole('toolbar', { name: 'Meeting controls' });
  act(() => call.state.set({ kind: 'reconnecting' }));
  expect(screen.getByRole('toolbar', { name: 'Meeting controls' })).toBe(toolbar);
  await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
  await userEvent.click(screen.getByRole('button', { name: 'Rejoin' }));
  screen.getByRole('button', { name: 'Join now' });
  expect(call.asked).toEqual(['join Ada', 'leave', 'restart']);
});

it('offers hosts of the room what is kept of its meetings when one is over, and nobody else', async () => {
  const call = await show({ kind: 'over', why: 'ended' });
  expect(screen.queryByRole('button', { name: 'Attendance and log' })).toBeNull();
  act(() => call.entry.set({ isLobbyOn: false, isLocked: false, needsPassword: false, isHost: true }));
  await userEvent.click(screen.getByRole('button', { name: 'Attendance and log' }));
  await screen.findByText('No meetings yet');
});
