import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, jest } from '@jest/globals';
import { TimerId, TimerPreset, type Timer } from '#contracts';
import { fakeId, type FakeCall } from '../fake-call.js';
import { openMeeting } from '../test-meeting.js';

afterEach(() => {
  cleanup();
  jest.useRealTimers();
});

const PRESETS = [15_000, 30_000, 60_000].map((durationMs, at) =>
  TimerPreset.parse({ presetId: `00000000-0000-4000-a000-00000000000${at}`, durationMs }),
);
const TIMER_ID = TimerId.parse('00000000-0000-4000-b000-000000000001');

function timer(more: Partial<Timer> = {}): Timer {
  return {
    timerId: TIMER_ID,
    presetId: PRESETS[1]!.presetId,
    durationMs: 30_000,
    mutesAtEnd: false,
    state: { kind: 'running', endsAtMs: 1_030_000 },
    ...more,
  };
}

const toolbar = () => within(screen.getByRole('toolbar', { name: 'Meeting controls' }));

async function openDialog(call: FakeCall) {
  act(() => call.controls.set({ timerPresets: PRESETS }));
  await userEvent.click(toolbar().getByRole('button', { name: 'Host controls' }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Start timer' }));
  return within(screen.getByRole('dialog', { name: 'Start a timer' }));
}

it('starts one of the durations that the server names, for the meeting', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  const dialog = await openDialog(call);
  await userEvent.click(dialog.getByRole('radio', { name: '30 seconds' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Start' }));
  expect(call.controls.asked).toEqual([
    ['timer.start', { timerId: expect.any(String), presetId: PRESETS[1]!.presetId, mutesAtEnd: false }],
  ]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('starts one for a person, who is muted at its end', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  const dialog = await openDialog(call);
  await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'For whom' }), 'Ada');
  await userEvent.click(dialog.getByRole('switch', { name: 'Mute them when the time is up' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Start' }));
  expect(call.controls.asked[0]![1]).toMatchObject({ targetId: fakeId(1), mutesAtEnd: true });
});

it('shows the time left by the server’s clock', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  jest.useFakeTimers();
  act(() => call.controls.set({ timers: [timer()] }));
  expect(screen.getByRole('timer', { name: 'Timer' }).textContent).toBe('00:30');
  call.controls.serverNowMs += 21_500;
  act(() => jest.advanceTimersByTime(200));
  expect(screen.getByRole('timer').textContent).toBe('00:09');
  expect(screen.getByRole('timer').parentElement!.dataset['short']).toBe('true');
});

it('stands still while paused, and says whose it is', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  const state = { kind: 'paused', remainingMs: 12_000 } as const;
  act(() => call.controls.set({ timers: [timer({ targetId: fakeId(1), state })] }));
  expect(screen.getByRole('timer', { name: 'Timer for Ada' }).textContent).toBe('00:12');
  screen.getByText('Paused');
  await userEvent.click(screen.getByRole('button', { name: 'Go on with timer' }));
  expect(call.controls.asked).toEqual([['timer.resume', { timerId: TIMER_ID }]]);
});

it('lets hosts pause, lengthen and cancel it, and others only look', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.controls.set({ timers: [timer()], timerPresets: PRESETS }));
  await userEvent.click(screen.getByRole('button', { name: 'Pause timer' }));
  await userEvent.click(screen.getByRole('button', { name: 'More time' }));
  await userEvent.click(screen.getByRole('menuitem', { name: '1 minute more' }));
  await userEvent.click(screen.getByRole('button', { name: 'Cancel timer' }));
  expect(call.controls.asked).toEqual([
    ['timer.pause', { timerId: TIMER_ID }],
    ['timer.extend', { timerId: TIMER_ID, presetId: PRESETS[2]!.presetId }],
    ['timer.cancel', { timerId: TIMER_ID }],
  ]);
  act(() => call.change(fakeId(0), { role: 'participant' }));
  expect(screen.queryByRole('button', { name: 'Cancel timer' })).toBeNull();
  screen.getByRole('timer');
});

it('says for a moment that the time is up', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  jest.useFakeTimers();
  act(() => call.controls.tell({ kind: 'time-up', timer: timer({ targetId: fakeId(1) }) }));
  screen.getByText('Time is up for Ada');
  act(() => jest.advanceTimersByTime(6_000));
  expect(screen.queryByText('Time is up for Ada')).toBeNull();
});
