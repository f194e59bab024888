import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { renderPart } from '../../../testing/render-part.js';
import { FakeServer, planned, room } from '../fake-server.js';
import { RoomsPage } from '../rooms-page.js';

afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });
const HOUR_MS = 3_600_000;

async function show(server: FakeServer): Promise<FakeServer> {
  await act(() =>
    renderPart(
      <RoomsPage server={server} records={() => undefined} onOpenRoom={(id) => server.asked.push(['open', id])} />,
    ),
  );
  return server;
}

const press = (name: string | RegExp) => user.click(screen.getByRole('button', { name }));
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
async function fill(name: string, text: string): Promise<void> {
  await user.clear(field(name));
  await user.type(field(name), text);
}
const choose = (name: string, option: string) => user.selectOptions(screen.getByRole('combobox', { name }), option);

/** Opens the form, with a title, a day and a time. */
async function begin(server: FakeServer): Promise<void> {
  await show(server);
  await press('Schedule a meeting');
  await fill('What it is about', 'Stand-up');
  await fill('Day', '2031-03-26');
  await fill('Begins at', '09:30');
  await choose('Time zone', 'Europe/Berlin');
}

it('plans one meeting in a room of its own, and tells when it is', async () => {
  const server = new FakeServer();
  await begin(server);
  await choose('Takes', '30 minutes');
  await user.type(field('Invite by mail'), 'gus@example.org, ida@example.org');
  await press('Schedule');
  await screen.findByRole('dialog', { name: 'The meeting is scheduled' });
  screen.getByText('Invitations are on their way.');
  expect(server.asked).toEqual([
    [
      'plan',
      {
        title: 'Stand-up',
        startsAtMs: Date.UTC(2031, 2, 26, 8, 30),
        durationMs: HOUR_MS / 2,
        timeZone: 'Europe/Berlin',
        invitees: ['gus@example.org', 'ida@example.org'],
      },
    ],
  ]);
  await press('Done');
  await screen.findByRole('listitem', { name: /^Stand-up/ });
});

it('plans a series in a room there is: days, interval, and an end by day or by number', async () => {
  const server = new FakeServer(room('Board'));
  await begin(server);
  await choose('Where', 'Board');
  await choose('Repeats', 'By the week');
  await fill('Every how many weeks', '2');
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Wednesday' })).toMatchObject({
    checked: true,
    disabled: true,
  });
  await user.click(screen.getByRole('checkbox', { name: 'Friday' }));
  await user.click(screen.getByRole('radio', { name: 'On a day' }));
  await fill('Last day', '2031-05-30');
  await press('Schedule');
  await screen.findByText('Every 2 weeks on Wednesday and Friday, until May 30, 2031');
  const untilMs = Date.UTC(2031, 4, 30, 21, 59);
  const recurrence = { frequency: 'weekly', interval: 2, weekdays: ['we', 'fr'], untilMs };
  expect(server.asked).toMatchObject([['plan', { roomId: room('x').roomId, recurrence }]]);
});

it('asks for what is missing before it asks the server, and keeps what was typed', async () => {
  const server = await show(new FakeServer());
  await press('Schedule a meeting');
  await fill('Day', '2001-01-01');
  await user.type(field('Invite by mail'), 'gus@example.org, ida');
  await press('Schedule');
  screen.getByText(/Enter a title/);
  screen.getByText(/This time has passed/);
  screen.getByText(/“ida” is not an e-mail address/);
  await choose('Repeats', 'By the day');
  await fill('Every how many days', '0');
  await fill('How many meetings', '400');
  screen.getByText('Enter a number from 1 to 52.');
  screen.getByText('Enter a number from 1 to 366.');
  await user.click(screen.getByRole('radio', { name: 'On a day' }));
  await fill('Last day', '2000-12-31');
  screen.getByText('This is before the first meeting.');
  await user.clear(field('Begins at'));
  screen.getByText('Enter a time.');
  expect([server.asked, field('Invite by mail').value]).toEqual([[], 'gus@example.org, ida']);
});

it('explains a clash, leads back to the time, and says when no mail goes out', async () => {
  const server = new FakeServer();
  const { scheduleId, startsAtMs } = planned('Review');
  server.told = { clashes: [{ scheduleId, title: 'Review', startsAtMs }], isMailed: false, invitees: ['a@b.example'] };
  await begin(server);
  await press('Schedule');
  const alert = within(await within(screen.getByRole('dialog')).findByRole('alert'));
  alert.getByText('You have something else at that time');
  alert.getByText(/^Review, /);
  screen.getByText(/This server cannot send mail/);
  server.told = {};
  await press('Choose another time');
  expect(field('What it is about').value).toBe('Stand-up');
  expect(screen.queryByRole('combobox', { name: 'Where' })).toBeNull();
  await fill('Begins at', '14:00');
  await press('Save the change');
  await screen.findByRole('dialog', { name: 'The meeting is changed' });
  expect(server.asked.at(-1)).toMatchObject(['replan', { startsAtMs: Date.UTC(2031, 2, 26, 13), recurrence: null }]);
});

it('lists what comes, changes it as it was planned, and cancels it after a question', async () => {
  const server = new FakeServer();
  const untilMs = Date.UTC(2031, 3, 1, 23, 59);
  const recurrence = { frequency: 'daily', interval: 1, untilMs } as const;
  server.meetings.push(planned('Stand-up', { recurrence, timeZone: 'Asia/Kolkata', description: 'Bring tea' }));
  await show(server);
  const row = within(await screen.findByRole('listitem', { name: /^Stand-up/ }));
  row.getByText('Series');
  await user.click(row.getByRole('button', { name: /^Actions/ }));
  await user.click(screen.getByRole('menuitem', { name: 'Change the whole series' }));
  await screen.findByText('All meetings of the series change.');
  expect([field('Day').value, field('Begins at').value, field('Last day').value]).toEqual([
    '2031-03-26',
    '13:30',
    '2031-04-02',
  ]);
  await press('Save the change');
  await screen.findByRole('dialog', { name: 'The meeting is changed' });
  expect(server.asked.at(-1)).toMatchObject(['replan', { description: 'Bring tea', timeZone: 'Asia/Kolkata' }]);
  await press('Done');
  await press(/^Actions for Stand-up/);
  await user.click(screen.getByRole('menuitem', { name: 'Cancel the whole series' }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Keep it' }));
  await press(/^Actions for Stand-up/);
  await user.click(screen.getByRole('menuitem', { name: 'Cancel the whole series' }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Cancel the meeting' }));
  await screen.findByText('The meeting is cancelled');
  expect(screen.queryByRole('listitem', { name: /^Stand-up/ })).toBeNull();
});

it('offers others’ meetings to join and to keep, not to change', async () => {
  const server = new FakeServer();
  server.meetings.push(planned('Theirs', { isMine: false }));
  await show(server);
  await press(/^Join Theirs/);
  await press(/^Actions for Theirs/);
  expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['Copy link', 'Calendar file']);
  expect(server.asked).toEqual([['open', planned('x').roomId]]);
});

it('changes and cancels one meeting of a series by itself', async () => {
  const server = new FakeServer();
  const recurrence = { frequency: 'daily', interval: 1, count: 3 } as const;
  server.meetings.push(planned('Stand-up', { recurrence, description: 'Bring tea', invitees: ['gus@example.org'] }));
  const originalStartsAtMs = Date.UTC(2031, 2, 26, 8);
  await show(server);
  await press(/^Actions for Stand-up/);
  await user.click(screen.getByRole('menuitem', { name: 'Change this meeting' }));
  await screen.findByText('Only this meeting of the series changes.');
  expect(screen.queryByRole('combobox', { name: 'Repeats' })).toBeNull();
  expect(screen.queryByLabelText('Invite by mail')).toBeNull();
  await fill('Begins at', '10:00');
  await fill('Description', 'Bring coffee');
  await press('Save the change');
  await screen.findByRole('dialog', { name: 'The meeting is changed' });
  screen.getByText('Those who are invited get the change by mail.');
  expect(server.asked.at(-1)).toMatchObject([
    'replanOne',
    { originalStartsAtMs, title: 'Stand-up', startsAtMs: Date.UTC(2031, 2, 26, 10), description: 'Bring coffee' },
  ]);
  await press('Done');
  await press(/^Actions for Stand-up/);
  await user.click(screen.getByRole('menuitem', { name: 'Cancel this meeting' }));
  const question = within(screen.getByRole('alertdialog'));
  question.getByText(/The other meetings of the series stay/);
  await user.click(question.getByRole('button', { name: 'Cancel the meeting' }));
  await screen.findByText('The meeting is cancelled');
  expect(server.asked.at(-1)).toEqual(['cancelOne', originalStartsAtMs]);
});

it('brings a cancelled meeting of a series back', async () => {
  const server = new FakeServer();
  const recurrence = { frequency: 'daily', interval: 1, count: 9 } as const;
  const days = [27, 28].map((day) => Date.UTC(2031, 2, day, 8));
  // What is over can be left out of the list: it would not take place anyway.
  const cancelledAtMs = [Date.UTC(2001, 2, 26, 8), ...days];
  server.meetings.push(planned('Stand-up', { recurrence, cancelledAtMs }));
  await show(server);
  await press(/^Actions for Stand-up/);
  await user.click(screen.getByRole('menuitem', { name: 'Cancelled meetings' }));
  const list = within(await screen.findByRole('list', { name: 'Cancelled meetings' }));
  expect(list.getAllByRole('listitem')).toHaveLength(2);
  await user.click(list.getByRole('button', { name: /^Bring back .*27/ }));
  await screen.findByText('The meeting takes place again');
  expect(list.getAllByRole('listitem')).toHaveLength(1);
  await user.click(list.getByRole('button', { name: /^Bring back .*28/ }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(server.asked).toEqual(days.map((atMs) => ['restoreOne', atMs]));
});
