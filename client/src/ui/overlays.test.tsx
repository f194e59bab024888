/** @jest-environment jsdom */
import { afterEach, expect, it } from '@jest/globals';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';
import { Button } from './button.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Dialog } from './dialog.js';
import { Menu, MenuChoice, MenuItem } from './menu.js';
import { renderPart } from '../testing/render-part.js';
import { useVoice } from './ui-root.js';

afterEach(cleanup);

function Invite() {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <Button onClick={() => setOpen(true)}>Invite</Button>
      <Dialog open={open} onOpenChange={setOpen} title="Invite people" description="Send them the link.">
        <Button>Copy link</Button>
      </Dialog>
    </main>
  );
}

it('a dialog takes the focus, shuts out what is behind, and gives the focus back', async () => {
  await renderPart(<Invite />);
  const opener = screen.getByRole('button', { name: 'Invite' });
  await userEvent.click(opener);

  const dialog = screen.getByRole('dialog', { name: 'Invite people', description: 'Send them the link.' });
  expect(document.activeElement).toBe(dialog);
  await waitFor(() => expect(opener.closest('[inert]')).not.toBeNull());

  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(opener));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.querySelector('[inert]')).toBeNull();
});

it('a dialog adds no style element, which the content security policy would refuse', async () => {
  await renderPart(<Invite />);
  await userEvent.click(screen.getByRole('button', { name: 'Invite' }));
  screen.getByRole('dialog');
  expect(document.querySelectorAll('style')).toHaveLength(0);
});

function Told({ children }: { readonly children: ReactNode }) {
  const { toast } = useVoice();
  return (
    <>
      {children}
      <Button onClick={() => toast({ title: 'Ben raised a hand', leavesByItself: false })}>Tell</Button>
    </>
  );
}

it('Escape closes the dialog that has the focus, and not the message that came meanwhile', async () => {
  await renderPart(
    <Told>
      <Invite />
    </Told>,
  );
  const tell = screen.getByRole('button', { name: 'Tell' });
  await userEvent.click(screen.getByRole('button', { name: 'Invite' }));
  screen.getByRole('dialog');
  act(() => tell.click());
  await screen.findByText('Ben raised a hand');

  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  screen.getByText('Ben raised a hand');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByText('Ben raised a hand')).toBeNull());
});

it('Escape closes the menu and the question that have the focus, and not the message that came meanwhile', async () => {
  await renderPart(
    <Told>
      <EndMeeting onEnd={() => undefined} />
    </Told>,
  );
  const tell = screen.getByRole('button', { name: 'Tell' });
  const opener = screen.getByRole('button', { name: 'Host controls' });
  await userEvent.click(opener);
  act(() => tell.click());
  await screen.findByText('Ben raised a hand');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  expect(document.activeElement).toBe(opener);

  await userEvent.click(opener);
  await userEvent.click(screen.getByRole('menuitem', { name: 'End meeting for all' }));
  screen.getByRole('alertdialog');
  act(() => tell.click());
  await waitFor(() => expect(screen.getAllByText('Ben raised a hand')).toHaveLength(2));
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  expect(screen.getAllByText('Ben raised a hand')).toHaveLength(2);
});

function EndMeeting({ onEnd }: { readonly onEnd: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <Menu trigger={<Button>Host controls</Button>}>
        <MenuItem tone="danger" onSelect={() => setOpen(true)}>
          End meeting for all
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        tone="danger"
        title="End the meeting for everyone?"
        description="This can't be undone."
        confirmLabel="End meeting"
        onConfirm={onEnd}
      />
    </main>
  );
}

it('a confirmation opened from a menu starts on Cancel and leads back to the menu button', async () => {
  let ends = 0;
  await renderPart(<EndMeeting onEnd={() => (ends += 1)} />);
  const opener = screen.getByRole('button', { name: 'Host controls' });
  await userEvent.click(opener);
  await userEvent.click(screen.getByRole('menuitem', { name: 'End meeting for all' }));

  screen.getByRole('alertdialog', { name: 'End the meeting for everyone?' });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
  await userEvent.keyboard('{Enter}');

  await waitFor(() => expect(document.activeElement).toBe(opener));
  expect(ends).toBe(0);
});

it('a menu opens, moves and chooses by the keyboard, and adds no style element', async () => {
  const heard: string[] = [];
  await renderPart(
    <Menu trigger={<Button>Layout</Button>}>
      <MenuItem onSelect={() => heard.push('fit')}>Fit</MenuItem>
      <MenuChoice
        label="Arrange"
        value="grid"
        options={[
          { value: 'grid', label: 'Grid' },
          { value: 'speaker', label: 'Speaker' },
        ]}
        onChange={(value) => heard.push(value)}
      />
    </Menu>,
  );
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  screen.getByRole('menuitemradio', { name: 'Grid', checked: true });
  expect(document.querySelectorAll('style')).toHaveLength(0);
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(heard).toEqual(['speaker']);
});

function Speaker() {
  const { toast, announce } = useVoice();
  return (
    <>
      <Button
        onClick={() => toast({ title: 'Link copied', action: { label: 'Undo', onPress: () => announce('Undone') } })}
      >
        Copy
      </Button>
      <Button onClick={() => announce('Removed', 'assertive')}>Remove</Button>
    </>
  );
}

it('a toast shows, acts once and goes; announcements reach the live regions', async () => {
  const voice = await renderPart(<Speaker />);
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(voice.toasts.shown.get()).toEqual([]));
  const said = (role: string) => screen.getAllByRole(role).map((region) => region.textContent);
  expect(said('status')).toContain('Undone');

  await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
  expect(said('alert')).toContain('Removed');
});

it('the same words said twice are read twice', async () => {
  const voice = await renderPart(<main />);
  act(() => voice.announcer.announce('Ada joined'));
  const first = screen.getByText('Ada joined');
  act(() => voice.announcer.announce('Ada joined'));
  expect(screen.getByText('Ada joined')).not.toBe(first);
});
