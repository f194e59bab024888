import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { DEFAULT_ROOM_SETTINGS, RoomDetails, type RoomChange } from '#contracts';
import { renderPart } from '../../testing/render-part.js';
import type { RoomsActions } from './rooms-actions.js';
import { RoomsPage } from './rooms-page.js';

afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });

function room(title: string, traits: Partial<RoomDetails> = {}): RoomDetails {
  return RoomDetails.parse({
    roomId: '0000000a-0000-4000-8000-000000000001',
    url: 'https://parley.example/m/0000000a-0000-4000-8000-000000000001',
    kind: 'persistent',
    title,
    role: 'owner',
    settings: DEFAULT_ROOM_SETTINGS,
    hasPassword: false,
    createdAtMs: 1,
    lastUsedAtMs: 2,
    isArchived: false,
    ...traits,
  });
}

/** A server with these rooms, which keeps what is asked of it. */
class FakeRooms implements RoomsActions {
  readonly asked: unknown[][] = [];
  readonly rooms: RoomDetails[];

  constructor(...rooms: RoomDetails[]) {
    this.rooms = rooms;
  }

  list: RoomsActions['list'] = async ({ search, isArchived, scope }) => ({
    rooms: this.rooms.filter(
      (one) =>
        one.isArchived === isArchived &&
        (one.role === 'owner') === (scope === 'mine') &&
        (one.title ?? '').toLowerCase().includes(search.toLowerCase()),
    ),
  });

  create: RoomsActions['create'] = async (title) => {
    this.rooms.push(room(title));
    return this.rooms[0]!.roomId;
  };

  change: RoomsActions['change'] = async (roomId, change: RoomChange) => {
    this.asked.push(['change', change]);
    const { settings, ...rest } = change;
    const now = { ...this.rooms[0]!, ...rest, roomId };
    this.rooms[0] = settings === undefined ? now : { ...now, settings: { ...now.settings, ...settings } as never };
    return this.rooms[0];
  };

  remove: RoomsActions['remove'] = async () => {
    this.rooms.splice(0, 1);
  };

  setPassword: RoomsActions['setPassword'] = async (_, password) => {
    this.asked.push(['setPassword', password]);
  };

  clearPassword: RoomsActions['clearPassword'] = async () => {
    this.asked.push(['clearPassword']);
  };
}

async function show(...rooms: RoomDetails[]): Promise<FakeRooms> {
  const actions = new FakeRooms(...rooms);
  await act(() => renderPart(<RoomsPage actions={actions} onOpenRoom={(id) => actions.asked.push(['open', id])} />));
  return actions;
}

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

it('archives and deletes', async () => {
  const actions = await show(room('Monthly'));
  await choose('Monthly', 'Archive');
  await screen.findByText('No rooms yet');
  await user.click(screen.getByRole('radio', { name: 'Archived' }));
  await screen.findByRole('listitem', { name: 'Monthly' });
  await choose('Monthly', 'Delete');
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  await screen.findByText('No archived rooms');
  expect([actions.asked, actions.rooms]).toEqual([[['change', { isArchived: true }]], []]);
});

it('finds by name, and offers no change of what others own', async () => {
  await show(room('Weekly'), room('Theirs', { role: 'cohost' }));
  await user.click(screen.getByRole('searchbox', { name: 'Find a room' }));
  await user.paste('nothing');
  await screen.findByText('No room is called that');
  await user.clear(screen.getByRole('searchbox', { name: 'Find a room' }));
  await user.click(screen.getByRole('radio', { name: 'Shared with me' }));
  await screen.findByRole('listitem', { name: 'Theirs' });
  await press('Actions for Theirs');
  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['Copy link']);
});

it('changes how meetings are held, and explains numbers and passwords that do not fit', async () => {
  const actions = await show(room('Weekly', { settings: { ...DEFAULT_ROOM_SETTINGS, capacityCount: 10 } }));
  await choose('Weekly', 'Settings');
  const capacity = screen.getByRole('textbox', { name: 'Most people at a time' });
  await user.clear(capacity);
  await user.click(screen.getByRole('textbox', { name: 'Password of the room' }));
  await user.paste('abc');
  await press('Save');
  screen.getByText(/Enter a number/);
  screen.getByText(/At least 6 characters are needed/);
  expect(actions.asked).toEqual([]);

  await user.click(capacity);
  await user.paste('5');
  await user.click(screen.getByRole('textbox', { name: 'Password of the room' }));
  await user.paste('defg');
  await user.click(screen.getByRole('switch', { name: 'Lobby' }));
  await user.click(screen.getByRole('switch', { name: 'Write in the chat' }));
  await press('Save');
  expect(actions.asked).toMatchObject([
    ['change', { settings: { isLobbyOn: true, capacityCount: 5, permissions: { chat: false, speak: true } } }],
    ['setPassword', 'abcdefg'],
  ]);
});
