import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import type { RoomDetails } from '#contracts';
import { renderPart } from '../../../testing/render-part.js';
import { FakeServer, room } from '../fake-server.js';
import { SharingDialog } from './sharing-dialog.js';

afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });
const HOUR_MS = 3_600_000;

async function show(shared: RoomDetails, server = new FakeServer()): Promise<FakeServer> {
  await act(() =>
    renderPart(<SharingDialog room={shared} sharing={server.sharing} onClose={() => server.asked.push(['close'])} />),
  );
  return server;
}

const press = (name: string) => user.click(screen.getByRole('button', { name }));

it('adds members by address, changes their role, and removes them', async () => {
  const server = await show(room('Board'));
  screen.getByText('No members yet');
  await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'gus{Enter}');
  screen.getByText(/not an e-mail address/);
  await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), '@example.org');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'Co-host');
  await press('Add');
  const row = within(await screen.findByRole('listitem', { name: 'gus@example.org' }));
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'E-mail address' }).value).toBe('');
  await user.selectOptions(row.getByRole('combobox', { name: 'Role of gus@example.org' }), 'Member');
  await user.click(row.getByRole('button', { name: 'Remove gus@example.org' }));
  screen.getByText('No members yet');
  expect(server.asked).toEqual([
    ['addMember', 'gus@example.org', 'cohost'],
    ['changeMember', 'member'],
    ['removeMember'],
  ]);
});

it('shows members to a co-host, who cannot change them and gives no roles by link', async () => {
  const server = new FakeServer();
  await server.sharing.addMember(room('x').roomId, 'gus@example.org', 'member');
  await show(room('Board', { role: 'cohost' }), server);
  within(screen.getByRole('listitem', { name: 'gus@example.org' })).getByText('Member');
  expect(screen.queryByRole('button', { name: 'Add' })).toBeNull();
  await user.click(screen.getByRole('radio', { name: 'Links' }));
  const role = screen.getByRole('combobox', { name: 'Those who open it are' });
  expect(within(role).getAllByRole('option')).toHaveLength(1);
});

it('makes links with a name, a role and an end, copies and revokes them', async () => {
  const server = await show(room('Board'));
  await user.click(screen.getByRole('radio', { name: 'Links' }));
  screen.getByText('No extra links yet');
  await press('Make a link');
  await user.type(screen.getByRole('textbox', { name: 'For whom it is' }), 'Press');
  await user.selectOptions(screen.getByRole('combobox', { name: 'It works' }), 'for an hour');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Those who open it are' }), 'Co-host');
  screen.getByText(/Give this link to those you trust only/);
  const beforeMs = Date.now();
  await press('Make a link');
  const row = within(await screen.findByRole('listitem', { name: 'Press' }));
  const wish = server.asked[1]?.[1] as { readonly expiresAtMs: number };
  expect(server.asked).toEqual([
    ['addLink', {}],
    ['addLink', { label: 'Press', role: 'cohost', expiresAtMs: wish.expiresAtMs }],
  ]);
  expect(wish.expiresAtMs - beforeMs).toBeGreaterThanOrEqual(HOUR_MS);
  row.getByText('Co-host');
  row.getByText(/^Until /);
  await user.click(row.getByRole('button', { name: 'Copy the link for Press' }));
  expect(await navigator.clipboard.readText()).toBe(server.links[1]?.url);
  await user.click(row.getByRole('button', { name: 'Revoke the link for Press' }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Revoke' }));
  expect(screen.queryByRole('listitem', { name: 'Press' })).toBeNull();
  screen.getByRole('listitem', { name: 'Link without a name' });
  expect(server.asked.at(-1)).toEqual(['removeLink', server.links[1]?.linkId]);
});
