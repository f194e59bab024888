import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { EntryView } from '../../engine/host-controls/model.js';
import type { CallState, ChoosableSource, DeviceState, MoveView } from '../../engine/model.js';
import { Store } from '../../engine/store.js';
import { renderPart } from '../../testing/render-part.js';
import { PreJoin } from './prejoin.js';

const LINK = 'https://parley.example/m/0198c0de-4a2b-4c3d-9e4f-5a6b7c8d9e0f';

/** A device that does as it is told, at once. */
class Device implements ChoosableSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly devices = new Store<readonly []>([]);
  readonly chosenId = new Store<string | undefined>(undefined);
  readonly levelRatio = new Store(0);

  toggle(): Promise<void> {
    this.state.set({ kind: this.state.get().kind === 'off' ? 'live' : 'off' });
    return Promise.resolve();
  }

  choose(): Promise<void> {
    return Promise.resolve();
  }
}

let state: Store<CallState>;
let microphone: Device;
let joined: string[];
let move: Store<MoveView>;
let entry: Store<EntryView | undefined>;

beforeEach(() => {
  state = new Store<CallState>({ kind: 'ready' });
  microphone = new Device();
  joined = [];
  move = new Store<MoveView>({ kind: 'none' });
  entry = new Store<EntryView | undefined>(undefined);
});

afterEach(cleanup);

async function open(lastName = 'Ada'): Promise<void> {
  const device = new Device();
  const call = {
    state,
    entry,
    move,
    lastName,
    devices: { microphone, camera: new Device(), screen: device, speaker: device },
    join: (name: string, password?: string) => {
      joined.push(password === undefined ? name : `${name}, ${password}`);
      state.set({ kind: 'joining' });
      return Promise.resolve();
    },
    moveHere: () => {
      joined.push('moved here');
      state.set({ kind: 'joining' });
      return Promise.resolve();
    },
    restart: () => {
      state.set({ kind: 'preparing' });
      return Promise.resolve();
    },
  };
  await renderPart(
    <PreJoin
      call={call as unknown as Parameters<typeof PreJoin>[0]['call']}
      link={LINK}
      deviceNotices={undefined}
      deviceSettings={undefined}
    />,
  );
}

const join = () => screen.getByRole('button', { name: 'Join now' });
const nameField = () => screen.getByRole('textbox', { name: 'Your name' });

it('knows the name of last time, has the focus on it, and joins by Enter without any device', async () => {
  await open();
  expect(document.activeElement).toBe(nameField());
  await userEvent.keyboard('{Enter}');
  expect(joined).toEqual(['Ada']);
  expect(join().getAttribute('aria-busy')).toBe('true');
});

it('says what is wrong with a name, and joins once it is right', async () => {
  await open('');
  await userEvent.click(join());
  expect(joined).toEqual([]);
  expect(nameField().getAttribute('aria-invalid')).toBe('true');
  screen.getByText('Type a name, so that others know who you are.');
  await userEvent.type(nameField(), '  Grace ');
  expect(nameField().getAttribute('aria-invalid')).toBeNull();
  await userEvent.click(join());
  expect(joined).toEqual(['Grace']);
});

it('remembers a press while the meeting is still being looked up', async () => {
  state.set({ kind: 'preparing' });
  await open();
  await userEvent.click(join());
  expect(joined).toEqual([]);
  expect(join().getAttribute('aria-busy')).toBe('true');
  act(() => state.set({ kind: 'ready' }));
  expect(joined).toEqual(['Ada']);
});

it('says why the server did not let one in, and starts over at the next press', async () => {
  state.set({ kind: 'failed', why: 'media-unavailable' });
  await open();
  screen.getByText(/The server has no room for you just now/u);
  await userEvent.click(join());
  expect(screen.queryByText('You could not be let in')).toBeNull();
  await act(async () => state.set({ kind: 'ready' }));
  expect(joined).toEqual(['Ada']);
});

it('switches microphone and camera by their names', async () => {
  await open();
  const control = screen.getByRole('switch', { name: 'Microphone' });
  expect(control.getAttribute('aria-checked')).toBe('false');
  await userEvent.click(control);
  expect(microphone.state.get().kind).toBe('live');
  expect(control.getAttribute('aria-checked')).toBe('true');
  screen.getByRole('switch', { name: 'Camera' });
});

const DOOR: EntryView = { isLobbyOn: false, isLocked: false, needsPassword: false, isHost: false };

it('asks to join where newcomers wait, but not the host', async () => {
  entry.set({ ...DOOR, isLobbyOn: true });
  await open();
  screen.getByRole('button', { name: 'Ask to join' });
  screen.getByText('A host lets people in.');
  act(() => entry.set({ ...DOOR, isLobbyOn: true, isHost: true }));
  join();
});

it('asks for the password where there is one, and says when it was wrong', async () => {
  entry.set({ ...DOOR, needsPassword: true });
  await open();
  await userEvent.click(join());
  screen.getByText('This meeting needs a password.');
  const field = screen.getByLabelText('Password of the meeting');
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, 'open sesame{Enter}');
  expect(joined).toEqual(['Ada, open sesame']);

  act(() => state.set({ kind: 'failed', why: 'password' }));
  screen.getByText('This is not the password. Check it and try again.');
  await userEvent.type(field, '!');
  expect(screen.queryByText('This is not the password. Check it and try again.')).toBeNull();
});

it('asks for a password that only the join itself turned out to need', async () => {
  await open();
  expect(screen.queryByLabelText('Password of the meeting')).toBeNull();
  await userEvent.click(join());
  act(() => state.set({ kind: 'failed', why: 'password' }));
  screen.getByLabelText('Password of the meeting');
  screen.getByText('This meeting needs a password.');
});

it('says that the meeting is locked', async () => {
  state.set({ kind: 'failed', why: 'locked' });
  await open();
  screen.getByText(/The meeting is locked/u);
});
