import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { TopicId, type Agenda } from '#contracts';
import { fakeId } from '../fake-call.js';
import { openMeeting } from '../test-meeting.js';

afterEach(cleanup);

const topic = (at: number, spentMs = 0): Agenda['topics'][number] => ({
  topicId: TopicId.parse(`00000000-0000-4000-8000-00000000000${at}`),
  title: `Topic ${at}`,
  plannedMs: 300_000,
  spentMs,
});
const AGENDA: Agenda = { topics: [topic(1), topic(2)], isAutoAdvancing: false };

async function openAgenda() {
  const opened = await openMeeting('Me', 'Ada');
  const toolbar = within(screen.getByRole('toolbar', { name: 'Meeting controls' }));
  await userEvent.click(toolbar.getByRole('button', { name: 'More' }));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Agenda' }));
  return opened;
}

it('takes topics with their minutes, and refuses what cannot be', async () => {
  const { call } = await openAgenda();
  await userEvent.click(screen.getByRole('button', { name: 'Add topic' }));
  screen.getByText('Type what it is about.');
  await userEvent.type(screen.getByRole('textbox', { name: 'Topic' }), 'Budget');
  await userEvent.clear(screen.getByRole('spinbutton', { name: 'Minutes' }));
  await userEvent.type(screen.getByRole('spinbutton', { name: 'Minutes' }), '5{Enter}');
  expect(call.controls.asked).toEqual([
    [
      'agenda.set',
      { topics: [{ topicId: expect.any(String), title: 'Budget', plannedMs: 300_000 }], isAutoAdvancing: false },
    ],
  ]);
});

it('goes from topic to topic, by hand or by itself', async () => {
  const { call } = await openAgenda();
  act(() => call.controls.set({ agenda: AGENDA }));
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  act(() => call.controls.set({ agenda: { ...AGENDA, current: { topicId: topic(1).topicId, sinceMs: 1_000_000 } } }));
  await userEvent.click(screen.getByRole('button', { name: 'Next topic' }));
  await userEvent.click(screen.getByRole('switch', { name: 'Go on by itself when the time is up' }));
  expect(call.controls.asked.map(([name]) => name)).toEqual(['agenda.go', 'agenda.go', 'agenda.set']);
  expect(call.controls.asked.slice(0, 2).map(([, input]) => input)).toEqual([
    { topicId: topic(1).topicId },
    { topicId: topic(2).topicId },
  ]);
});

it('shows everyone the topic of now with what is left of its time, or how far it is over', async () => {
  const { call } = await openAgenda();
  act(() => call.change(fakeId(0), { role: 'participant' }));
  const current = { topicId: topic(1).topicId, sinceMs: 1_000_000 - 60_000 };
  act(() => call.controls.set({ agenda: { ...AGENDA, current } }));
  expect(screen.getAllByText('04:00 left').length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: 'Next topic' })).toBeNull();
  act(() => call.controls.set({ agenda: { ...AGENDA, topics: [topic(1, 270_000)], current } }));
  expect(screen.getAllByText('00:30 over').length).toBeGreaterThan(0);
});
