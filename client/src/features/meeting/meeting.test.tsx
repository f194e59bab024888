import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import type { FakeCall } from './fake-call.js';
import { fakeId } from './fake-call.js';
import { openMeeting } from './test-meeting.js';

afterEach(cleanup);

const toolbar = () => within(screen.getByRole('toolbar', { name: 'Meeting controls' }));
const press = (name: string) => userEvent.click(toolbar().getByRole('button', { name }));
const tiles = () => screen.getAllByTestId('tile').map((tile) => tile.dataset['participantName']);

function tileOf(name: string): HTMLElement {
  return screen.getAllByTestId('tile').find((tile) => tile.dataset['participantName'] === name)!;
}

function show(call: FakeCall, index: number): void {
  call.stream(fakeId(index), 'camera').set({} as MediaStream);
  call.change(fakeId(index), { isVideoOn: true });
}

it('has every control by its name, and those of a host for hosts only', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  for (const name of [
    'Unmute microphone',
    'Turn camera on',
    'Share screen',
    'People',
    'Layout',
    'More',
    'Leave',
    'Host controls',
  ])
    toolbar().getByRole('button', { name });
  act(() => call.change(fakeId(0), { role: 'participant' }));
  expect(toolbar().queryByRole('button', { name: 'Host controls' })).toBeNull();
});

it('is one stop for Tab, with the arrow keys inside', async () => {
  await openMeeting('Me');
  const [first, second] = toolbar().getAllByRole('button');
  act(() => first!.focus());
  await userEvent.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(second);
  await userEvent.keyboard('{ArrowLeft}');
  expect(document.activeElement).toBe(first);
});

it('turns microphone and camera on and off, and says so', async () => {
  const { call } = await openMeeting('Me');
  await press('Unmute microphone');
  expect(call.devices.microphone.state.get().kind).toBe('live');
  screen.getByText('Your microphone is on');
  await press('Mute microphone');
  screen.getByText('Your microphone is off');
  await press('Turn camera on');
  toolbar().getByRole('button', { name: 'Turn camera off' });
});

it('shows a device that failed as blocked, says why, and explains at a press', async () => {
  const { call } = await openMeeting('Me');
  act(() => call.devices.microphone.show({ kind: 'failed', why: 'denied' }));
  const button = toolbar().getByRole('button', { name: 'Unmute microphone' });
  expect(button.dataset['control']).toBe('blocked');
  expect(button.getAttribute('aria-description')).toBe('Your browser blocks the microphone');
  await userEvent.click(button);
  within(screen.getByRole('dialog', { name: 'Device settings' })).getByText('Which devices to use');
});

it('shows each person’s name, sound, picture and speech on their tile', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  expect(tiles()).toEqual(['Me', 'Ada', 'Ben']);
  expect(tileOf('Ada').dataset).toMatchObject({ audio: 'on', video: 'off', speaking: 'false' });
  expect(tileOf('Ada').querySelector('video')).toBeNull();

  act(() => show(call, 1));
  act(() => call.speaking.set(new Set([fakeId(1)])));
  expect(tileOf('Ada').dataset).toMatchObject({ audio: 'on', video: 'on', speaking: 'true' });
  expect(tileOf('Ada').querySelector('video')!.dataset['mirrored']).toBe('false');

  act(() => call.change(fakeId(1), { isAudioOn: false, isConnected: false }));
  expect(tileOf('Ada').dataset).toMatchObject({ audio: 'off', speaking: 'false' });
  within(tileOf('Ada')).getByText('Reconnecting…');
});

it('mirrors oneself', async () => {
  const { call } = await openMeeting('Me');
  act(() => show(call, 0));
  expect(tileOf('Me').querySelector('video')!.dataset['mirrored']).toBe('true');
});

it('keeps the very same video element through layouts, arrivals and shares', async () => {
  const { call, preferences } = await openMeeting('Me', 'Ada');
  act(() => show(call, 1));
  const video = tileOf('Ada').querySelector('video');
  act(() => void call.admit('Ben'));
  act(() => preferences.layout.choose('speaker'));
  act(() => call.change(fakeId(2), { isSharing: true }));
  expect(tileOf('Ada').querySelector('video')).toBe(video);
  expect(video!.isConnected).toBe(true);
});

it('shows the screens of others, but of one’s own only a notice', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.change(fakeId(1), { isSharing: true }));
  within(screen.getByTestId('share-tile')).getByText("Ada's screen");
  act(() => call.change(fakeId(1), { isSharing: false }));
  expect(screen.queryByTestId('share-tile')).toBeNull();

  await press('Share screen');
  screen.getByText('You are sharing your screen with everyone.');
  expect(screen.queryByTestId('share-tile')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
  expect(call.devices.screen.state.get().kind).toBe('off');
});

it('shows nine of many, and the rest on further pages', async () => {
  await openMeeting('Me', ...Array.from({ length: 11 }, (_, at) => `Guest ${at + 1}`));
  expect(tiles()).toHaveLength(9);
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  screen.getByText('Page 2 of 2');
  expect(tiles()).toEqual(['Guest 9', 'Guest 10', 'Guest 11']);
});

it('invites others as long as one is alone', async () => {
  const { call } = await openMeeting('Me');
  screen.getByRole('heading', { name: 'You are the first one here' });
  act(() => void call.admit('Ada'));
  expect(screen.queryByRole('heading', { name: 'You are the first one here' })).toBeNull();
});

it('lists people by name in a panel that Escape closes, back to its button', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  act(() => call.change(fakeId(2), { isAudioOn: false }));
  await press('People');
  const panel = within(screen.getByRole('complementary', { name: 'People' }));
  expect(panel.getAllByRole('listitem').map((item) => item.getAttribute('aria-label'))).toEqual(['Me', 'Ada', 'Ben']);
  within(panel.getByRole('listitem', { name: 'Me' })).getByText('Me (you)');
  within(panel.getByRole('listitem', { name: 'Ben' })).getByText('Microphone off');
  act(() => panel.getByRole('button', { name: 'Copy link' }).focus());
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(document.activeElement).toBe(toolbar().getByRole('button', { name: 'People' }));
});

it('finds people in a long list without regard to accents', async () => {
  await openMeeting('Me', 'José', 'Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus');
  await press('People');
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find someone' }), 'jose');
  expect(screen.getAllByRole('listitem').map((item) => item.getAttribute('aria-label'))).toEqual(['José']);
  await userEvent.type(screen.getByRole('searchbox'), 'xyz');
  screen.getByText('Nobody here is called that');
});

it('ends the meeting for all only after a question', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  await userEvent.click(screen.getByRole('menuitem', { name: 'End meeting for all' }));
  const question = within(screen.getByRole('alertdialog', { name: 'End the meeting for everyone?' }));
  expect(call.asked).toEqual([]);
  await userEvent.click(question.getByRole('button', { name: 'End for all' }));
  expect(call.asked).toEqual(['endForAll']);
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

it('leaves at a press', async () => {
  const { call } = await openMeeting('Me');
  await press('Leave');
  expect(call.asked).toEqual(['leave']);
});

it('says that it is reconnecting, and offers sound that the browser holds back', async () => {
  const { call } = await openMeeting('Me');
  act(() => call.state.set({ kind: 'reconnecting' }));
  screen.getByText('Reconnecting…');
  act(() => call.isSoundBlocked.set(true));
  await userEvent.click(screen.getByRole('button', { name: 'Turn sound on' }));
  expect(call.isSoundBlocked.get()).toBe(false);
});

it('obeys single keys, but not while one types or a menu is open, nor when they are switched off', async () => {
  const { call, preferences } = await openMeeting('Me', 'A', 'B', 'C', 'D', 'E', 'F', 'G');
  const kind = () => call.devices.microphone.state.get().kind;
  await userEvent.keyboard('m');
  expect(kind()).toBe('live');
  fireEvent.keyDown(document.body, { key: 'd', ctrlKey: true });
  expect(kind()).toBe('off');
  await userEvent.keyboard('v');
  expect(call.devices.camera.state.get().kind).toBe('live');

  await userEvent.keyboard('p');
  await userEvent.type(screen.getByRole('searchbox', { name: 'Find someone' }), 'mmm');
  expect(kind()).toBe('off');

  await press('More');
  fireEvent.keyDown(screen.getByRole('menu'), { key: 'm' });
  expect(kind()).toBe('off');
  await userEvent.keyboard('{Escape}');

  act(() => preferences.shortcuts.choose('off'));
  fireEvent.keyDown(document.body, { key: 'm' });
  expect(kind()).toBe('off');
});

it('lists its keys at a press of the question mark', async () => {
  await openMeeting('Me');
  await userEvent.keyboard('?');
  within(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).getByText('Hold to talk while muted');
});

it('opens the microphone while the space bar is held', async () => {
  const { call } = await openMeeting('Me');
  fireEvent.keyDown(document.body, { key: ' ' });
  expect(call.devices.microphone.state.get().kind).toBe('live');
  fireEvent.keyUp(document.body, { key: ' ' });
  expect(call.devices.microphone.state.get().kind).toBe('off');
});

it('tells the call where each picture is, and forgets who left', async () => {
  const { call } = await openMeeting('Ada', 'Grace');
  const key = `${fakeId(1)}/camera`;
  expect(call.tiles.get(key)).toMatchObject({ isVisible: true });
  expect(call.tiles.get(key)?.widthPx).toBeGreaterThan(0);
  act(() => call.dismiss(fakeId(1)));
  expect(call.tiles.has(key)).toBe(false);
});
