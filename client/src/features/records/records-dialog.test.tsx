import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from '@jest/globals';
import { BanId, MeetingId, Refusal, RoomId, type BanView, type PastMeeting } from '#contracts';
import { renderPart } from '../../testing/render-part.js';
import type { RecordsActions } from './records-actions.js';
import { RecordsDialog } from './records-dialog.js';

afterEach(cleanup);

const id = (count: number) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
const ROOM = RoomId.parse(id(1));

class FakeRecords implements RecordsActions {
  readonly asked: unknown[][] = [];
  listed: PastMeeting[] = [];
  banned: BanView[] = [];
  refusal: Refusal | undefined;

  meetings: RecordsActions['meetings'] = async () => this.#answer(this.listed);
  bans: RecordsActions['bans'] = async () => this.#answer([...this.banned]);

  download: RecordsActions['download'] = async ({ meetingId }, kind) => {
    this.asked.push([kind, meetingId]);
    return this.#answer(`${kind}.csv`);
  };

  lift: RecordsActions['lift'] = async (_, { banId }) => {
    this.banned = this.#answer(this.banned).filter((ban) => ban.banId !== banId);
  };

  #answer<T>(value: T): T {
    if (this.refusal !== undefined) throw this.refusal;
    return value;
  }
}

async function open(records: FakeRecords): Promise<void> {
  await act(() => renderPart(<RecordsDialog roomId={ROOM} actions={records} onClose={() => undefined} />));
}

const MEETING: PastMeeting = { meetingId: MeetingId.parse(id(2)), startedAtMs: 0, peopleCount: 3 };

it('gives both tables of each meeting as files, and says which one is running', async () => {
  const records = new FakeRecords();
  const before = { ...MEETING, meetingId: MeetingId.parse(id(3)), startedAtMs: 86_400_000, endedAtMs: 86_500_000 };
  records.listed = [MEETING, before];
  await open(records);
  const [running, over] = within(screen.getByRole('region', { name: 'Meetings' })).getAllByRole('listitem');
  within(running!).getByText('Now');
  within(running!).getByText('3 people');
  expect(within(over!).queryByText('Now')).toBeNull();
  await userEvent.click(within(running!).getByRole('button', { name: /^Download attendance of/u }));
  await userEvent.click(within(over!).getByRole('button', { name: /^Download host log of/u }));
  expect(records.asked).toEqual([
    ['attendance', id(2)],
    ['audit', id(3)],
  ]);
});

it('lifts a ban', async () => {
  const records = new FakeRecords();
  records.banned = [{ banId: BanId.parse(id(4)), name: 'Mallory', bannedAtMs: 1 }];
  await open(records);
  screen.getByText('No meetings yet');
  await userEvent.click(screen.getByRole('button', { name: 'Lift the ban of Mallory' }));
  await screen.findByText('Nobody is banned from this room.');
});

it('says that it could not be loaded, and tries again', async () => {
  const records = new FakeRecords();
  records.refusal = new Refusal('not-found', 'You have no such room.');
  await open(records);
  const meetings = within(screen.getByRole('region', { name: 'Meetings' }));
  meetings.getByText('This could not be loaded');
  records.refusal = undefined;
  await userEvent.click(meetings.getByRole('button', { name: 'Try again' }));
  await meetings.findByText('No meetings yet');
});
