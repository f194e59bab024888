/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { ROOM } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import { Lobby, LobbyStores } from './lobby.js';

const KNOCK = { roomId: ROOM, name: 'Ada', joinKey: crypto.randomUUID() };

let signal: FakeSignal;
let view: LobbyStores;
let waitsCount: number;
let lobby: Lobby;

beforeEach(() => {
  signal = new FakeSignal();
  signal.open();
  signal.answers['lobby.knock'] = () => ({ state: 'waiting' });
  view = new LobbyStores();
  waitsCount = 0;
  lobby = new Lobby({ signal, view, onWaiting: () => (waitsCount += 1) });
});

it('is in at once where a host has let this person in before', async () => {
  signal.answers['lobby.knock'] = () => ({ state: 'admitted' });
  await lobby.admission(KNOCK);
  expect([waitsCount, lobby.isWaiting]).toEqual([0, false]);
});

it('waits until it is let in, and hears what the hosts say', async () => {
  const admission = lobby.admission(KNOCK);
  await turns();
  expect([waitsCount, lobby.isWaiting]).toEqual([1, true]);
  signal.tell({ name: 'lobby.told', payload: { text: 'Two minutes, please.' } });
  signal.tell({ name: 'lobby.admitted', payload: {} });
  await admission;
  expect(lobby.isWaiting).toBe(false);
  expect(view.messages.get()).toEqual([{ number: 1, text: 'Two minutes, please.' }]);
});

it('takes a word that is quicker than the answer to the knock', async () => {
  let answer = (): void => undefined;
  signal.answers['lobby.knock'] = () => new Promise((resolve) => (answer = () => resolve({ state: 'waiting' })));
  const admission = lobby.admission(KNOCK);
  await turns();
  signal.tell({ name: 'lobby.admitted', payload: {} });
  answer();
  await admission;
});

it.each([
  ['lobby.denied', 'denied'],
  ['lobby.closed', 'ended'],
] as const)('is turned away by %s', async (name, why) => {
  const admission = lobby.admission(KNOCK);
  await turns();
  signal.tell({ name, payload: {} });
  await expect(admission).rejects.toMatchObject({ name: 'TurnedAway', why });
});

it('gives up with the line, so that the next one knocks anew', async () => {
  const admission = lobby.admission(KNOCK);
  await turns();
  signal.drop();
  await expect(admission).rejects.toMatchObject({ code: 'timeout' });
  expect(lobby.isWaiting).toBe(false);
});

it('says what the server refused', async () => {
  signal.answers['lobby.knock'] = refusing('removed');
  await expect(lobby.admission(KNOCK)).rejects.toMatchObject({ code: 'removed' });
});
