import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { Refusal, RoomId } from '#contracts';
import { renderPart } from '../../testing/render-part.js';
import { LinkPage } from './link-page.js';

afterEach(cleanup);

const LINK = '0000000c-0000-4000-8000-000000000001';
const ROOM = RoomId.parse('0000000a-0000-4000-8000-000000000001');

/** Opens the page and returns where it leads; the server answers in this order. */
async function show(linkId: string, ...answers: (RoomId | Error)[]): Promise<string[]> {
  const led: string[] = [];
  const openLink = async (asked: string) => {
    led.push(`asked ${asked}`);
    const answer = answers.shift() ?? new Error('asked once too often');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  await act(() =>
    renderPart(
      <LinkPage
        linkId={linkId}
        openLink={openLink}
        onOpenRoom={(roomId) => led.push(`room ${roomId}`)}
        onHome={() => led.push('home')}
      />,
    ),
  );
  return led;
}

it('leads to the room', async () => {
  expect(await show(LINK, ROOM)).toEqual([`asked ${LINK}`, `room ${ROOM}`]);
});

it.each([
  ['expired, revoked or unknown', LINK, [`asked ${LINK}`]],
  ['cut short', LINK.slice(0, -1), []],
])('says of a link that is %s that it does not work, and no more', async (_, linkId, asked) => {
  const led = await show(linkId, new Refusal('not-found', 'This link does not work any more.'));
  const title = await screen.findByRole('heading', { name: 'This link does not work' });
  expect(document.activeElement).toBe(title);
  await userEvent.click(screen.getByRole('button', { name: 'Home' }));
  expect(led).toEqual([...asked, 'home']);
});

it.each([
  ['unreachable', new TypeError('Failed to fetch'), /Check your internet connection/],
  ['busy', new Refusal('too-many-requests', 'Slow down.'), /often in a short time/],
  ['at a loss', new Refusal('internal', 'Oh.'), /went wrong on our side/],
])('tries again when the server is %s', async (_, failure, words) => {
  const led = await show(LINK, failure, ROOM);
  await screen.findByText(words);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(led.at(-1)).toBe(`room ${ROOM}`);
});
