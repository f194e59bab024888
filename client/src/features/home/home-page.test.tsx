/** @jest-environment jsdom */
import { Refusal, RoomId } from '#contracts';
import { afterEach, expect, it } from '@jest/globals';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inLanguage } from '../../testing/in-language.js';
import type { DeviceRoomsActions } from './device-rooms.js';
import type { HomeActions } from './home-actions.js';
import { HomePage } from './home-page.js';

afterEach(cleanup);

const ID = '0198c0de-4a2b-7c3d-9e4f-5a6b7c8d9e0f';

/** A device on which nothing was started yet. */
const NEW_DEVICE: DeviceRoomsActions = {
  guestRooms: () => [],
  forget: () => undefined,
  isStillOurs: async () => undefined,
};

/** Shows the page and returns where it leads. */
async function show(
  createRoom: HomeActions['createRoom'] = () => Promise.reject(new Error('not asked for')),
  device = NEW_DEVICE,
) {
  const led: string[] = [];
  const page = await inLanguage(
    <HomePage
      createRoom={createRoom}
      device={device}
      onOpenRoom={(roomId) => led.push(`room ${roomId}`)}
      onOpenLink={(linkId) => led.push(`link ${linkId}`)}
      onOpenUrl={(url) => led.push(`url ${url}`)}
    />,
  );
  // What is known of this device's rooms comes soon after.
  await act(async () => void render(page));
  return led;
}

const newMeeting = () => screen.getByRole('button', { name: 'New meeting' });
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Meeting link or code' });

it('opens a new room, asking for it once however often it is pressed', async () => {
  let asked = 0;
  let answer: (room: { roomId: string }) => void = () => {};
  const led = await show(() => {
    asked += 1;
    return new Promise((resolve) => (answer = resolve));
  });
  await userEvent.click(newMeeting());
  await userEvent.click(newMeeting());
  expect(newMeeting().getAttribute('aria-busy')).toBe('true');

  await act(async () => answer({ roomId: ID }));
  expect([asked, led]).toEqual([1, [`room ${ID}`]]);
});

it('does not pull a person into a room after they went elsewhere', async () => {
  let answer: (room: { roomId: string }) => void = () => {};
  const made = new Promise<{ roomId: string }>((resolve) => (answer = resolve));
  const led = await show(() => made);
  await userEvent.click(newMeeting());
  cleanup();
  answer({ roomId: ID });
  await made;
  expect(led).toEqual([]);
});

it.each([
  ['cannot be reached', new TypeError('Failed to fetch'), "Parley can't be reached"],
  ['says no', new Refusal('too-many-requests', 'Slow down.'), 'The meeting could not be started'],
])('says so when the server %s, and tries again', async (_, failure, title) => {
  const answers = [Promise.reject(failure), Promise.resolve({ roomId: ID })];
  const led = await show(() => answers.shift()!);
  await userEvent.click(newMeeting());
  expect((await screen.findByRole('alert')).textContent).toContain(title);

  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(led).toEqual([`room ${ID}`]);
});

it('joins by a code, with the Enter key', async () => {
  const led = await show();
  await userEvent.type(field(), `${ID}{Enter}`);
  expect(led).toEqual([`room ${ID}`]);
});

it('follows an extra link', async () => {
  const led = await show();
  await userEvent.type(field(), `https://parley.example/l/${ID}`.replace('https://parley.example', location.origin));
  await userEvent.click(screen.getByRole('button', { name: 'Join' }));
  expect(led).toEqual([`link ${ID}`]);
});

it('shows what was started on this device, as far as it is still there, and forgets it when told to', async () => {
  const idOf = (number: number) => RoomId.parse(`0000000a-0000-4000-8000-00000000000${number}`);
  const kept = new Set([idOf(1), idOf(2), idOf(3)]);
  const led = await show(undefined, {
    guestRooms: () => [...kept].map((roomId, index) => ({ roomId, openedAtMs: Date.UTC(2031, 0, index + 1, 12) })),
    forget: (roomId) => void kept.delete(roomId),
    isStillOurs: async (roomId) => (roomId === idOf(2) ? false : undefined),
  });
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
  await userEvent.click(screen.getByRole('button', { name: /Open the meeting of Jan 3, 2031/ }));
  await userEvent.click(screen.getByRole('button', { name: /Forget the meeting of Jan 1, 2031/ }));
  expect([led, [...kept]]).toEqual([[`room ${idOf(3)}`], [idOf(3)]]);
  await userEvent.click(screen.getByRole('button', { name: /Forget the meeting of Jan 3, 2031/ }));
  expect(screen.queryByRole('heading', { name: 'Started on this device' })).toBeNull();
});

it('leaves for another server’s meeting', async () => {
  const led = await show();
  await userEvent.type(field(), `https://other.example/m/${ID}`);
  await userEvent.click(screen.getByRole('button', { name: 'Join' }));
  expect(led).toEqual([`url https://other.example/m/${ID}`]);
});

it('explains what is wrong without losing what was typed, and stops when it is changed', async () => {
  const led = await show();
  await userEvent.type(field(), 'hello{Enter}');
  expect(field().value).toBe('hello');
  expect(document.activeElement).toBe(field());
  screen.getByRole('textbox', { description: /not a meeting link/ });

  await userEvent.type(field(), '!');
  expect(field().getAttribute('aria-invalid')).toBeNull();
  await userEvent.clear(field());
  await userEvent.click(screen.getByRole('button', { name: 'Join' }));
  screen.getByRole('textbox', { description: /Paste the link/ });
  expect(led).toEqual([]);
});
