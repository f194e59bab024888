import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import type { Hands } from '#contracts';
import { EVERYTHING_ALLOWED } from '#contracts';
import { fakeId } from '../fake-call.js';
import { openMeeting } from '../test-meeting.js';

afterEach(cleanup);

const toolbar = () => within(screen.getByRole('toolbar', { name: 'Meeting controls' }));
const press = (name: string) => userEvent.click(toolbar().getByRole('button', { name }));
const raised = (...indexes: readonly number[]): Hands => ({
  order: 'raised',
  queue: indexes.map((index) => ({ participantId: fakeId(index), raisedAtMs: index })),
});

it('raises one’s hand, shows its place on the tile, and lowers it', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Raise hand');
  act(() => call.controls.set({ hands: raised(1, 0) }));
  const mine = screen.getAllByTestId('tile').find(({ dataset }) => dataset['participantName'] === 'Me')!;
  within(mine).getByText('Hand raised');
  within(mine).getByText('2');
  await press('Lower hand');
  expect(call.controls.asked).toEqual([
    ['hand.raise', {}],
    ['hand.lower', {}],
  ]);
});

it('lets hosts call the next, change the order and lower all', async () => {
  const { call } = await openMeeting('Me', 'Ada', 'Ben');
  act(() => call.controls.set({ hands: raised(2, 1) }));
  await press('People');
  const queue = within(screen.getByRole('region', { name: 'Raised hands' }));
  expect(queue.getAllByRole('listitem').map((row) => row.getAttribute('aria-label'))).toEqual(['Ben', 'Ada']);
  await userEvent.click(queue.getByRole('button', { name: 'Call next' }));
  await userEvent.click(queue.getByRole('button', { name: 'Move Ada forward' }));
  await userEvent.click(queue.getByRole('button', { name: 'Lower the hand of Ben' }));
  await userEvent.click(queue.getByRole('radio', { name: 'Least spoken' }));
  await userEvent.click(queue.getByRole('button', { name: 'Lower all hands' }));
  expect(call.controls.asked).toEqual([
    ['hands.callNext', { expectedId: fakeId(2) }],
    ['hands.move', { participantId: fakeId(1), toIndex: 0 }],
    ['hand.lower', { participantId: fakeId(2) }],
    ['hands.setOrder', { order: 'least-spoken' }],
    ['hands.lowerAll', {}],
  ]);
});

it('shows the queue to everyone, its buttons to hosts, and cues who is next', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  act(() => call.change(fakeId(0), { role: 'participant' }));
  act(() => call.controls.set({ hands: raised(1, 0) }));
  await press('People');
  expect(screen.queryByRole('button', { name: 'Call next' })).toBeNull();
  expect(screen.queryByText('You are next to speak')).toBeNull();
  act(() => call.controls.set({ hands: raised(0) }));
  screen.getByText('You are next to speak');
});

it('sends a reaction, shows those of others, and says when they are not allowed', async () => {
  const { call } = await openMeeting('Me', 'Ada');
  await press('Reactions');
  await userEvent.click(screen.getByRole('menuitem', { name: 'Applause' }));
  expect(call.controls.asked).toEqual([['reaction.send', { reaction: 'clap' }]]);
  act(() => call.controls.tell({ kind: 'reacted', participantId: fakeId(1), reaction: 'heart' }));
  within(screen.getByTestId('reaction')).getByText('Ada');
  screen.getByText('Ada: Heart');

  act(() => call.controls.rights.set({ ...EVERYTHING_ALLOWED, reactions: false }));
  await press('Reactions');
  expect(screen.queryByRole('menu')).toBeNull();
  screen.getByText('Ask a host if you need it.');
});
