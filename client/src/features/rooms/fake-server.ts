import {
  DEFAULT_ROOM_SETTINGS,
  LinkView,
  MemberView,
  Occurrence,
  RoomDetails,
  ScheduledMeeting,
  ScheduleId,
  type LinkId,
  type MemberId,
  type RoomChange,
  type ScheduleChange,
  type ScheduleRequest,
} from '#contracts';
import type { RoomsActions, RoomsServer, ScheduleActions, SharingActions } from './rooms-actions.js';

const ROOM = '0000000a-0000-4000-8000-000000000001';
const SCHEDULE = '0000000d-0000-4000-8000-00000000000';

/** For tests. */
export function room(title: string, traits: Partial<RoomDetails> = {}): RoomDetails {
  return RoomDetails.parse({
    roomId: ROOM,
    url: `https://parley.example/m/${ROOM}`,
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

/** For tests: a meeting that is planned, one hour long. */
export function planned(title: string, traits: Partial<ScheduledMeeting> = {}): ScheduledMeeting {
  return ScheduledMeeting.parse({
    scheduleId: `${SCHEDULE}1`,
    roomId: ROOM,
    url: `https://parley.example/m/${ROOM}`,
    title,
    startsAtMs: Date.UTC(2031, 2, 26, 8),
    durationMs: 3_600_000,
    timeZone: 'UTC',
    invitees: [],
    isMine: true,
    clashes: [],
    isMailed: true,
    ...traits,
  });
}

/** For tests: a server with these rooms, which keeps what is asked of it. */
export class FakeServer implements RoomsServer {
  readonly asked: unknown[][] = [];
  readonly list: RoomDetails[];
  readonly members: MemberView[] = [];
  readonly links: LinkView[] = [];
  readonly meetings: ScheduledMeeting[] = [];
  /** What the server adds to the next answer about a planned meeting. */
  told: Partial<ScheduledMeeting> = {};
  /** What every request is refused with. */
  refusal: Error | undefined;

  constructor(...rooms: RoomDetails[]) {
    this.list = rooms;
  }

  readonly rooms: RoomsActions = {
    list: async ({ search, isArchived, scope }) => ({
      rooms: this.list.filter(
        (one) =>
          one.isArchived === isArchived &&
          (one.role === 'owner') === (scope === 'mine') &&
          (one.title ?? '').toLowerCase().includes(search.toLowerCase()),
      ),
    }),
    create: async (title) => {
      this.#note('create', title);
      this.list.push(room(title));
      return first(this.list).roomId;
    },
    change: async (roomId, change: RoomChange) => {
      this.#note('change', change);
      const { settings, ...rest } = change;
      const now = { ...first(this.list), ...rest, roomId };
      this.list[0] = settings === undefined ? now : { ...now, settings: { ...now.settings, ...settings } as never };
      return this.list[0];
    },
    remove: async () => {
      this.#note('remove');
      this.list.splice(0, 1);
    },
    setPassword: async (_, password) => this.#note('setPassword', password),
    clearPassword: async () => this.#note('clearPassword'),
  };

  readonly sharing: SharingActions = {
    members: async () => [...this.members],
    addMember: async (_, email, role) => {
      this.#note('addMember', email, role);
      const memberId = `0000000e-0000-4000-8000-00000000000${this.members.length}`;
      const member = MemberView.parse({ memberId, email, role, addedAtMs: 1 });
      this.members.push(member);
      return member;
    },
    changeMember: async (_, memberId: MemberId, role) => {
      this.#note('changeMember', role);
      return { ...first(this.members.filter((one) => one.memberId === memberId)), role };
    },
    removeMember: async () => this.#note('removeMember'),
    links: async () => [...this.links],
    addLink: async (_, wish) => {
      this.#note('addLink', wish);
      const linkId = `0000000c-0000-4000-8000-00000000000${this.links.length}`;
      const link = LinkView.parse({ ...wish, linkId, url: `https://parley.example/l/${linkId}`, createdAtMs: 1 });
      this.links.push(link);
      return link;
    },
    removeLink: async (_, linkId: LinkId) => this.#note('removeLink', linkId),
  };

  readonly schedule: ScheduleActions = {
    within: async () =>
      this.meetings.map(
        ({ scheduleId, roomId, title, startsAtMs, durationMs, timeZone, recurrence, isMine, cancelledAtMs }) =>
          Occurrence.parse({
            scheduleId,
            roomId,
            title,
            startsAtMs,
            endsAtMs: startsAtMs + durationMs,
            timeZone,
            isRecurring: recurrence !== undefined,
            originalStartsAtMs: startsAtMs,
            isChanged: false,
            hasCancelled: cancelledAtMs !== undefined,
            isMine,
          }),
      ),
    get: async (scheduleId) => first(this.meetings.filter((one) => one.scheduleId === scheduleId)),
    plan: async (wish: ScheduleRequest) => {
      this.#note('plan', wish);
      const scheduleId = ScheduleId.parse(`${SCHEDULE}${this.meetings.length + 1}`);
      const meeting = planned('', { ...(wish as Partial<ScheduledMeeting>), scheduleId, ...this.told });
      this.meetings.push(meeting);
      return meeting;
    },
    change: async (scheduleId, { recurrence, ...change }: ScheduleChange) => {
      this.#note('replan', { ...change, recurrence });
      const index = this.meetings.findIndex((one) => one.scheduleId === scheduleId);
      const series = recurrence === null || recurrence === undefined ? {} : { recurrence };
      const { recurrence: _before, ...kept } = first(this.meetings.slice(index));
      const meeting = { ...kept, ...change, ...series, clashes: [], ...this.told };
      this.meetings[index] = meeting;
      return meeting;
    },
    cancel: async (scheduleId) => {
      this.#note('cancel', scheduleId);
      this.meetings.splice(0, this.meetings.length, ...this.meetings.filter((one) => one.scheduleId !== scheduleId));
    },
    getOne: async ({ scheduleId, originalStartsAtMs }) => {
      const { recurrence: _series, ...one } = first(this.meetings.filter((kept) => kept.scheduleId === scheduleId));
      return { ...one, originalStartsAtMs };
    },
    changeOne: async ({ scheduleId, originalStartsAtMs }, change) => {
      this.#note('replanOne', { originalStartsAtMs, ...change });
      const { recurrence: _series, ...one } = first(this.meetings.filter((kept) => kept.scheduleId === scheduleId));
      return { ...one, originalStartsAtMs, ...change };
    },
    cancelOne: async ({ originalStartsAtMs }) => this.#note('cancelOne', originalStartsAtMs),
    restoreOne: async ({ scheduleId, originalStartsAtMs }) => {
      this.#note('restoreOne', originalStartsAtMs);
      const series = first(this.meetings.filter((kept) => kept.scheduleId === scheduleId));
      const { cancelledAtMs = [], recurrence: _series, ...one } = series;
      this.meetings[this.meetings.indexOf(series)] = {
        ...series,
        cancelledAtMs: cancelledAtMs.filter((atMs) => atMs !== originalStartsAtMs),
      };
      return { ...one, originalStartsAtMs, startsAtMs: originalStartsAtMs };
    },
    calendar: async () => 'BEGIN:VCALENDAR',
  };

  #note(...what: unknown[]): void {
    if (this.refusal !== undefined) throw this.refusal;
    this.asked.push(what);
  }
}

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('The test asks for what is not there.');
  return item;
}
