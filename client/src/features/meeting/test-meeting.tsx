import { act } from '@testing-library/react';
import { renderPart } from '../../testing/render-part.js';
import type { Voice } from '../../ui/ui-root.js';
import { FakeCall } from './fake-call.js';
import { Meeting } from './meeting.js';
import { MeetingPreferences } from './preferences.js';

export const LINK = 'https://parley.example/m/0198c0de-4a2b-4c3d-9e4f-5a6b7c8d9e0f';

/** A stage of this size, since the test environment lays nothing out. */
export function giveSize(widthPx: number, heightPx: number): void {
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: widthPx });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: heightPx });
}

interface Opened {
  readonly call: FakeCall;
  readonly preferences: MeetingPreferences;
  readonly voice: Voice;
  /** What the room's password was set to, in order. */
  readonly passwords: readonly string[];
}

/** For tests: joins a meeting with these people; the first one is oneself. */
export async function openMeeting(...names: readonly string[]): Promise<Opened> {
  giveSize(1_280, 720);
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: { getDisplayMedia: () => Promise.reject(new Error('nobody shares in a test')) },
  });
  const call = new FakeCall();
  call.state.set({ kind: 'joined' });
  for (const name of names) call.admit(name);
  const kept = new Map<string, string>();
  const preferences = new MeetingPreferences({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  });
  const passwords: string[] = [];
  const door = {
    setPassword: async (password: string) => void passwords.push(password),
    clearPassword: async () => void passwords.push('none'),
  };
  const voice = await act(() =>
    renderPart(
      <Meeting
        call={call}
        link={LINK}
        preferences={preferences}
        deviceSettings={<p>Which devices to use</p>}
        appearance={<p>Which theme to use</p>}
        door={door}
        records={() => <p>What is kept of this room</p>}
      />,
    ),
  );
  return { call, preferences, voice, passwords };
}
