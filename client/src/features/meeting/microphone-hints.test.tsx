import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openMeeting } from './test-meeting.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  cleanup();
  jest.useRealTimers();
});

function pass(ms: number): void {
  act(() => {
    jest.advanceTimersByTime(ms);
  });
}

it('tells who talks into a closed microphone', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.devices.microphone.levelRatio.set(0.5));
  pass(2_000);
  screen.getByText('You are talking, but your microphone is off');
});

it('tells whose open microphone hears nothing, and leads to the devices', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.devices.microphone.show({ kind: 'live' }));
  pass(29_000);
  expect(screen.queryByText('We hear nothing from your microphone')).toBeNull();
  pass(2_000);
  screen.getByText('We hear nothing from your microphone');
  screen.getByRole('button', { name: 'Check devices' });
});
