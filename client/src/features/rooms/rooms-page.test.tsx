import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { DEFAULT_ROOM_SETTINGS, Refusal, RoomId, type RoomDetails } from '#contracts';
import { renderPart } from '../../testing/render-part.js';
import { FakeServer, room } from './fake-server.js';
import { RoomsPage } from './rooms-page.js';

afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });

async function show(...rooms: RoomDetails[]): Promise<FakeServer> {
  const server = new FakeServer(...rooms);
  await act(() =>
    renderPart(
      <RoomsPage server={server} records={() => undefined} onOpenRoom={(id) => server.asked.push(['open', id])} />,
    ),
  );
  return server;
}

const OTHER = RoomId.parse('0000000a-0000-4000-8000-000000000002');

const press = (name: string) => user.click(screen.getByRole('button', { name }));

async function choose(title: string, item: string): Promise<void> {
  await press(`Actions for ${title}`);
  await user.click(screen.getByRole('menuitem', { name: item }));
}

it('says how to begin when there is no room, and makes one', async () => {
  await show();
  screen.getByText('No rooms yet');
  await press('New room');
  const dialog = within(screen.getByRole('dialog', { name: 'New room' }));
  await user.click(dialog.getByRole('button', { name: 'New room' }));
  dialog.getByText(/Enter a name/);
  await user.click(dialog.getByRole('textbox', { name: 'Name of the room' }));
  await user.paste('Weekly');
  await user.click(dialog.getByRole('button', { name: 'New room' }));
  await screen.findByRole('listitem', { name: 'Weekly' });
});

it('opens and renames', async () => {
  const actions = await show(room('Weekly'));
  await press('Open Weekly');
  await choose('Weekly', 'Rename');
  await user.clear(screen.getByRole('textbox', { name: 'Name of the room' }));
  await user.click(screen.getByRole('textbox', { name: 'Name of the room' }));
  await user.paste('Monthly');
  await press('Save');
  await screen.findByRole('listitem', { name: 'Monthly' });
  expect(actions.asked).toEqual([
    ['open', room('x').roomId],
    ['change', { title: 'Monthly' }],
  ]);
});

it('archives and deletes, each after a question, and takes out of the archive without one', async () => {
  const server = await show(room('Monthly'));
  await choose('Monthly', 'Archive');
  const question = within(screen.getByRole('alertdialog', { name: 'Put “Monthly” into the archive?' }));
  question.getByText(/A meeting that is going on ends/);
  await user.click(question.getByRole('button', { name: 'Archive' }));
  await screen.findByText('No rooms yet');
  await user.click(screen.getByRole('radio', { name: 'Archived' }));
  await screen.findByRole('listitem', { name: 'Monthly' });
  await choose('Monthly', 'Take out of the archive');
  await screen.findByText('No archived rooms');
  await user.click(screen.getByRole('radio', { name: 'Mine' }));
  await screen.findByRole('listitem', { name: 'Monthly' });
  await choose('Monthly', 'Delete');
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Cancel' }));
  await choose('Monthly', 'Delete');
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  await screen.findByText('No rooms yet');
  expect(server.asked).toEqual([['change', { isArchived: true }], ['change', { isArchived: false }], ['remove']]);
});

it.each([
  ['not-found', /It is gone/],
  ['forbidden', /Only those who own or lead/],
  ['too-many-requests', /often in a short time/],
] as const)('says what to do when the answer is %s, and keeps the question', async (code, words) => {
  const server = await show(room('Weekly'));
  server.refusal = new Refusal(code, 'No.');
  await choose('Weekly', 'Delete');
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  await screen.findByText(words);
  screen.getByRole('alertdialog');
});

it('finds by name, and offers no change of what others own', async () => {
  await show(room('Weekly'), room('Theirs', { role: 'cohost' }), room('Far', { role: 'member', roomId: OTHER }));
  await user.click(screen.getByRole('searchbox', { name: 'Find a room' }));
  await user.paste('nothing');
  await screen.findByText('No room is called that');
  await user.clear(screen.getByRole('searchbox', { name: 'Find a room' }));
  await user.click(screen.getByRole('radio', { name: 'Shared with me' }));
  await screen.findByRole('listitem', { name: 'Theirs' });
  await press('Actions for Theirs');
  const items = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
  expect(items()).toEqual(['Copy link', 'Schedule a meeting here', 'Members and links', 'Attendance and log']);
  await user.keyboard('{Escape}');
  await press('Actions for Far');
  expect(items()).toEqual(['Copy link']);
});

it('changes how meetings are held, and explains numbers and passwords that do not fit', async () => {
  const actions = await show(room('Weekly', { settings: { ...DEFAULT_ROOM_SETTINGS, capacityCount: 10 } }));
  await choose('Weekly', 'Settings');
  const capacity = screen.getByRole('textbox', { name: 'Most people at a time' });
  await user.clear(capacity);
  await user.click(screen.getByRole('textbox', { name: 'Password of the room' }));
  await user.paste('abc');
  const timers = screen.getByRole('textbox', { name: 'Timers of this room, in minutes' });
  await user.clear(timers);
  await user.paste('soon');
  await press('Save');
  screen.getByText(/at most eight times/);
  screen.getByText(/Enter a number/);
  screen.getByText(/At least 6 characters are needed/);
  expect(actions.asked).toEqual([]);

  await user.click(capacity);
  await user.paste('5');
  await user.clear(timers);
  await user.paste('20, 1:30');
  await user.click(screen.getByRole('textbox', { name: 'Password of the room' }));
  await user.paste('defg');
  await user.click(screen.getByRole('switch', { name: 'Lobby' }));
  await user.click(screen.getByRole('switch', { name: 'Write in the chat' }));
  await press('Save');
  expect(actions.asked).toMatchObject([
    [
      'change',
      {
        settings: {
          isLobbyOn: true,
          capacityCount: 5,
          timerPresetsMs: [90_000, 1_200_000],
          permissions: { chat: false, speak: true },
        },
      },
    ],
    ['setPassword', 'abcdefg'],
  ]);
});
