import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { EVERYTHING_ALLOWED, NO_CONTROLS, WaitingId } from '#contracts';
import { fakeId } from '../fake-call.js';
import { openMeeting } from '../test-meeting.js';

afterEach(cleanup);

const toolbar = () => within(screen.getByRole('toolbar', { name: 'Meeting controls' }));
const press = (name: string) => userEvent.click(toolbar().getByRole('button', { name }));
const choose = (name: string) => userEvent.click(screen.getByRole('menuitem', { name }));
const panel = () => within(screen.getByRole('complementary', { name: 'People' }));

async function actionsFor(name: string): Promise<void> {
  await userEvent.click(panel().getByRole('button', { name: `Actions for ${name}` }));
}

function waiting(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    waitingId: WaitingId.parse(`00000000-0000-4000-9000-${String(at).padStart(12, '0')}`),
    name: `Knocker ${at + 1}`,
    isGuest: true,
    sinceMs: 1,
  }));
}

it.each([
  ['Mute', 'host.mute', {}],
  ['Make co-host', 'host.setRole', { role: 'cohost' }],
  ['Move to lobby', 'lobby.sendBack', {}],
  ['Turn their camera off', 'host.stopCamera', {}],
  ['Stop their sharing', 'host.stopShare', {}],
] as const)('asks the server to do “%s” to the person it was pressed for', async (item, name, more) => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  act(() => call.change(fakeId(2), { isVideoOn: true, isSharing: true }));
  await press('People');
  await actionsFor('Ben');
  await choose(item);
  expect(call.controls.asked).toEqual([[name, { participantId: fakeId(2), ...more }]]);
});

it('asks somebody to unmute only while they are muted, and mutes only who is not', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('People');
  await actionsFor('Ada');
  expect(screen.getByRole('menuitem', { name: 'Ask to unmute' }).getAttribute('aria-disabled')).toBe('true');
  act(() => call.change(fakeId(1), { isAudioOn: false }));
  expect(screen.getByRole('menuitem', { name: 'Mute' }).getAttribute('aria-disabled')).toBe('true');
  await choose('Ask to unmute');
  expect(call.controls.asked).toEqual([['host.askToUnmute', { participantId: fakeId(1) }]]);
});

it('removes only after a second word', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('People');
  await actionsFor('Ada');
  await choose('Remove');
  const dialog = within(screen.getByRole('alertdialog', { name: 'Remove Ada?' }));
  expect(call.controls.asked).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(call.controls.asked).toEqual([['host.remove', { participantId: fakeId(1) }]]);
});

it('gives co-hosts all but roles and the end, others nothing over anybody but their own name', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  act(() => call.change(fakeId(0), { role: 'cohost' }));
  act(() => call.change(fakeId(1), { role: 'host' }));
  await press('People');
  await actionsFor('Ben');
  screen.getByRole('menuitem', { name: 'Remove' });
  expect(screen.queryByRole('menuitem', { name: 'Make co-host' })).toBeNull();
  await userEvent.keyboard('{Escape}');
  await actionsFor('Ada');
  expect(screen.queryByRole('menuitem', { name: 'Remove' })).toBeNull();
  await userEvent.keyboard('{Escape}');
  await press('Host controls');
  screen.getByRole('menuitem', { name: 'Mute everyone' });
  expect(screen.queryByRole('menuitem', { name: 'End meeting for all' })).toBeNull();
  await userEvent.keyboard('{Escape}');

  act(() => call.change(fakeId(0), { role: 'participant' }));
  const items = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  await actionsFor('Ben');
  expect(items()).toEqual(['Pin for me', 'Connection details', 'Who hears whom']);
  await userEvent.keyboard('{Escape}');
  await actionsFor('Me');
  expect(items()).toEqual(['Connection details', 'Who hears whom', 'Change your name…']);
});

it('mutes everyone in two presses, and keeps to whether they may unmute themselves', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  await choose('Mute everyone');
  await press('Host controls');
  const leave = screen.getByRole('menuitemcheckbox', { name: 'People may unmute themselves', checked: true });
  await userEvent.click(leave);
  act(() => call.controls.set({ permissions: { ...EVERYTHING_ALLOWED, speak: false } }));
  await press('Host controls');
  await choose('Mute everyone');
  expect(call.controls.asked).toEqual([
    ['host.muteAll', { mayUnmute: true }],
    ['host.setPermission', { permission: 'speak', isAllowed: false }],
    ['host.muteAll', { mayUnmute: false }],
  ]);
});

it('locks, unlocks and turns the lobby on by the same menu', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  await choose('Lock meeting');
  act(() => call.controls.set({ access: { isLocked: true, isLobbyOn: false } }));
  await press('Host controls');
  await choose('Unlock meeting');
  await press('Host controls');
  await userEvent.click(screen.getByRole('menuitemcheckbox', { name: 'New people wait in the lobby', checked: false }));
  expect(call.controls.asked.map(([, input]) => input)).toEqual([
    { isLocked: true },
    { isLocked: false },
    { isLobbyOn: true },
  ]);
});

it('secures the meeting after a second word, and says how it went', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  await choose('Secure the meeting');
  await userEvent.click(screen.getByRole('button', { name: 'Secure now' }));
  expect(call.controls.asked).toEqual([['host.emergency', {}]]);
  screen.getByText('The meeting is secured, nobody had to be removed');
});

it('sets what one person may do, apart from everyone', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.controls.set({ permissions: { ...EVERYTHING_ALLOWED, chat: false } }));
  act(() => call.change(fakeId(1), { permissions: { chat: true, share: false } }));
  await press('People');
  await actionsFor('Ada');
  await choose('Permissions…');
  const dialog = within(screen.getByRole('dialog', { name: 'What Ada may do' }));
  dialog.getByRole('switch', { name: 'Write in the chat', checked: true });
  dialog.getByRole('switch', { name: 'Share their screen', checked: false });
  await userEvent.click(dialog.getByRole('switch', { name: 'Speak', checked: true }));
  expect(call.controls.asked).toEqual([
    ['host.setPermission', { permission: 'speak', isAllowed: false, participantId: fakeId(1) }],
  ]);
});

it('says so when the server says no', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  call.controls.refusal = 'forbidden';
  await press('Host controls');
  await choose('Lock meeting');
  screen.getByText('That did not work');
  screen.getByText('You are not allowed to do this.');
});

it('tells of those who wait, and lets them in one by one or all', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.controls.host.set({ waiting: waiting(2), spoken: [] }));
  screen.getByText('2 people ask to join');
  await userEvent.click(screen.getByRole('button', { name: 'Show' }));
  const second = within(panel().getByRole('listitem', { name: 'Knocker 2' }));
  await userEvent.click(second.getByRole('button', { name: 'Admit' }));
  await userEvent.click(second.getByRole('button', { name: 'Deny' }));
  await userEvent.click(panel().getByRole('button', { name: 'Admit all' }));
  await userEvent.type(panel().getByRole('textbox', { name: 'Message to those who wait' }), 'Soon{Enter}');
  // Where they are listed, whoever comes next is said aloud only.
  act(() => call.controls.host.set({ waiting: waiting(3), spoken: [] }));
  panel().getByRole('listitem', { name: 'Knocker 3' });
  expect(screen.queryByRole('button', { name: 'Show' })).toBeNull();
  const { waitingId } = waiting(2)[1]!;
  expect(call.controls.asked).toEqual([
    ['lobby.admit', { waitingId }],
    ['lobby.deny', { waitingId }],
    ['lobby.admitAll', {}],
    ['lobby.tell', { text: 'Soon' }],
  ]);
});

it('keeps a list of two hundred short on the page, and whole for a screen reader', async () => {
  await openMeeting('Me', ...Array.from({ length: 199 }, (_, at) => `Guest ${at + 1}`));
  fireEvent.keyDown(document.body, { key: 'p' });
  const rows = document.querySelectorAll('li[aria-setsize="200"]');
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.length).toBeLessThan(60);
  expect(rows[0]!.getAttribute('aria-posinset')).toBe('1');
  fireEvent.change(screen.getByPlaceholderText('Find someone'), { target: { value: 'guest 177' } });
  expect([...document.querySelectorAll('aside li')].map((row) => row.getAttribute('aria-label'))).toEqual([
    'Guest 177',
  ]);
});

it('names who muted this person, and shows what hosts do not allow as blocked, with the reason', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.change(fakeId(0), { role: 'participant' }));
  act(() =>
    call.controls.tell({
      kind: 'acted',
      act: 'muted',
      actor: { name: 'Ada', isSelf: false },
      target: { name: 'Me', isSelf: true },
      permission: undefined,
    }),
  );
  screen.getByText('Ada muted you');

  act(() => call.controls.rights.set({ ...EVERYTHING_ALLOWED, speak: false }));
  const button = toolbar().getByRole('button', { name: 'Unmute microphone' });
  expect(button.dataset['control']).toBe('blocked');
  expect(button.getAttribute('aria-description')).toBe('Hosts do not allow microphones now');
  await userEvent.click(button);
  await userEvent.keyboard('m');
  await userEvent.keyboard(' ');
  expect(call.devices.microphone.state.get().kind).toBe('off');
  expect(screen.getAllByText('Raise your hand to ask.').length).toBeGreaterThan(0);
});

it('shows one large button to who is asked to unmute, and never takes the focus for it', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  toolbar().getByRole('button', { name: 'People' }).focus();
  act(() => call.controls.unmuteWish.set({ actorName: 'Ada' }));
  const card = within(screen.getByRole('region', { name: 'Ada asks you to unmute' }));
  expect(document.activeElement).toBe(toolbar().getByRole('button', { name: 'People' }));
  await userEvent.click(card.getByRole('button', { name: 'Unmute now' }));
  expect(call.controls.answered).toEqual([true]);

  act(() => call.controls.unmuteWish.set({ actorName: '' }));
  await userEvent.click(screen.getByRole('button', { name: 'Stay muted' }));
  expect(call.controls.answered).toEqual([true, false]);
});

it.each([
  ['took-over', true, 'You are the host now'],
  ['took-over', false, 'Ben is the host now'],
  ['handed-back', false, 'Ben is back and is the host again'],
] as const)('tells of a succession: %s, oneself: %s', async (what, isSelf, words) => {
  const { call } = await openMeeting('Me', 'Ben');
  const target = { name: 'Ben', isSelf };
  act(() => call.controls.tell({ kind: 'acted', act: what, actor: undefined, target, permission: undefined }));
  screen.getByText(words);
});

it('changes one’s own name', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('People');
  await actionsFor('Me');
  await choose('Change your name…');
  const field = screen.getByRole('textbox', { name: 'Your name' });
  await userEvent.clear(field);
  await userEvent.type(field, 'Myself{Enter}');
  expect(call.controls.asked).toEqual([['participant.rename', { name: 'Myself' }]]);
});

it('shows who is in the spotlight large', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  await press('People');
  await actionsFor('Ben');
  await choose('Spotlight for everyone');
  expect(call.controls.asked).toEqual([['host.setStage', { spotlightIds: [fakeId(2)] }]]);
  const widthOf = (name: string) => {
    const tile = screen.getAllByTestId('tile').find(({ dataset }) => dataset['participantName'] === name)!;
    return Number.parseFloat(tile.parentElement!.style.getPropertyValue('--width'));
  };
  act(() => call.controls.set({ stage: { ...NO_CONTROLS.stage, spotlightIds: [fakeId(2)] } }));
  expect(widthOf('Ben')).toBeGreaterThan(2 * widthOf('Ada'));
});

const DOOR = { isLobbyOn: false, isLocked: false, needsPassword: false };

it('mutes somebody until a host allows them to speak again', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('People');
  await actionsFor('Ada');
  await choose('Mute until I allow');
  expect(call.controls.asked.pop()).toEqual(['host.mute', { participantId: fakeId(1), mayUnmute: false }]);
  act(() => call.change(fakeId(1), { permissions: { speak: false } }));
  await actionsFor('Ada');
  await choose('Let them unmute');
  expect(call.controls.asked.pop()).toEqual([
    'host.setPermission',
    { permission: 'speak', isAllowed: true, participantId: fakeId(1) },
  ]);
  act(() => call.change(fakeId(1), { role: 'cohost' }));
  await actionsFor('Ada');
  expect(screen.queryByRole('menuitem', { name: 'Mute until I allow' })).toBeNull();
});

it('bans an account with its removal, where one hosts the room and not only the meeting', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Gus');
  act(() => call.change(fakeId(1), { isGuest: false }));
  await press('People');
  await actionsFor('Ada');
  await choose('Remove');
  const dialog = () => within(screen.getByRole('alertdialog'));
  expect(dialog().queryByRole('switch')).toBeNull();
  act(() => call.entry.set({ ...DOOR, isHost: true }));
  await userEvent.click(dialog().getByRole('switch', { name: 'Ban this account from the room' }));
  await userEvent.click(dialog().getByRole('button', { name: 'Remove' }));
  expect(call.controls.asked).toEqual([['host.remove', { participantId: fakeId(1), isBanned: true }]]);
  call.controls.asked.length = 0;
  await actionsFor('Gus');
  await choose('Remove');
  expect(dialog().queryByRole('switch', { name: /^Ban/ })).toBeNull();
  await userEvent.click(dialog().getByRole('switch', { name: 'New people wait in the lobby' }));
  await userEvent.click(dialog().getByRole('button', { name: 'Remove' }));
  expect(call.controls.asked).toEqual([
    ['host.remove', { participantId: fakeId(2) }],
    ['host.setAccess', { isLobbyOn: true }],
  ]);
});

it('arranges the tiles for everyone, by buttons, and gives the order up again', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  await press('Host controls');
  await choose('Order of tiles…');
  const dialog = () => within(screen.getByRole('dialog', { name: 'Order of tiles' }));
  const reset = () => dialog().getByRole<HTMLButtonElement>('button', { name: 'As they come' });
  expect(reset().disabled).toBe(true);
  await userEvent.click(dialog().getByRole('button', { name: 'Move Ben up' }));
  const tileOrderIds = [fakeId(0), fakeId(2), fakeId(1)];
  expect(call.controls.asked.pop()).toEqual(['host.setStage', { tileOrderIds }]);
  act(() => call.controls.set({ stage: { spotlightIds: [], tileOrderIds } }));
  const names = dialog()
    .getAllByRole('listitem')
    .map((item) => item.getAttribute('aria-label'));
  expect(names).toEqual(['Me', 'Ben', 'Ada']);
  await userEvent.click(reset());
  expect(call.controls.asked.pop()).toEqual(['host.setStage', { tileOrderIds: [] }]);
});

it.each(['Grid', 'Speaker', 'Sidebar'] as const)('suggests the layout “%s” to everyone', async (name) => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  await userEvent.click(screen.getByRole('menuitemradio', { name }));
  expect(call.controls.asked).toEqual([['host.setStage', { layout: name.toLowerCase() }]]);
});

it('opens what is kept of the room for its hosts only', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Host controls');
  expect(screen.queryByRole('menuitem', { name: 'Attendance and log' })).toBeNull();
  act(() => call.entry.set({ ...DOOR, isHost: true }));
  await choose('Attendance and log');
  screen.getByText('What is kept of this room');
});

it('sets and takes away the password of the room, for those who host it', async () => {
  const { call, passwords } = await openMeeting('Me', 'Ada');
  act(() => call.entry.set({ ...DOOR, isHost: true }));
  await press('Host controls');
  await choose('Password…');
  const dialog = () => within(screen.getByRole('dialog', { name: 'Password of this room' }));
  await userEvent.type(dialog().getByRole('textbox', { name: 'New password' }), 'short');
  await userEvent.click(dialog().getByRole('button', { name: 'Set password' }));
  dialog().getByText('At least 6 characters are needed.');
  await userEvent.type(dialog().getByRole('textbox', { name: 'New password' }), 'er one');
  await userEvent.click(dialog().getByRole('button', { name: 'Set password' }));
  expect(passwords).toEqual(['shorter one']);
  await press('Host controls');
  await choose('Password…');
  await userEvent.click(dialog().getByRole('button', { name: 'No password' }));
  expect(passwords).toEqual(['shorter one', 'none']);
});
