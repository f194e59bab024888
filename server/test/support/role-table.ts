import type { RefusalCode, SignallingRequests } from '#contracts';

/** Everybody who has a socket. Who has no session cannot open one at all. */
export const ROLES = ['waiting', 'guest', 'participant', 'cohost', 'host', 'removed', 'foreign-host'] as const;
export type TableRole = (typeof ROLES)[number];

/**
 * What becomes of a request when it is put by somebody of a role, about a meeting that all but `foreign-host` know from
 * within: refused with a code, or not refused on account of who asks. `foreign-host` is host of another room and names
 * the ids of this one.
 */
export type Row = Readonly<Record<TableRole, 'yes' | RefusalCode>>;

const row = (
  waiting: Row['waiting'],
  middle: Omit<Row, 'waiting' | 'removed' | 'foreign-host'>,
  foreign: 'yes' | RefusalCode,
): Row => ({
  waiting,
  ...middle,
  removed: waiting,
  'foreign-host': foreign,
});

const ALL = { guest: 'yes', participant: 'yes', cohost: 'yes', host: 'yes' } as const;
const STEWARDS = { guest: 'forbidden', participant: 'forbidden', cohost: 'yes', host: 'yes' } as const;
const HOSTS = { guest: 'forbidden', participant: 'forbidden', cohost: 'forbidden', host: 'yes' } as const;

/** For whoever has a seat, about nothing but their own. */
const SEATED = row('seat-lost', ALL, 'yes');
/** For hosts and co-hosts, about the whole of their own meeting. */
const STEERING = row('seat-lost', STEWARDS, 'yes');
/** For hosts and co-hosts, about somebody or something of their own meeting; ids of another one are unknown. */
const TARGETED = row('seat-lost', STEWARDS, 'not-found');
/** For whoever may use a conversation of this meeting; to all others there is none. */
const CONVERSATION = row('not-found', ALL, 'not-found');
/** About a call or a group that none of them is in: to all there is none. */
const NOWHERE = row(
  'not-found',
  { guest: 'not-found', participant: 'not-found', cohost: 'not-found', host: 'not-found' },
  'not-found',
);
/** For everybody with an identity, about themselves. */
const ANYBODY = row('yes', ALL, 'yes');

/** Every request of the contract. Leaving one out does not compile. */
export const ROLE_TABLE: { readonly [K in keyof SignallingRequests]: Row } = {
  // Whether anything was opened shows in the answer, and is in meeting-early-media.test.ts.
  'meeting.prepare': ANYBODY,
  'meeting.join': { ...row('lobby', ALL, 'lobby'), removed: 'removed' },
  'meeting.resume': row(
    'seat-lost',
    { guest: 'seat-lost', participant: 'seat-lost', cohost: 'seat-lost', host: 'seat-lost' },
    'seat-lost',
  ),
  'meeting.sync': SEATED,
  'meeting.leave': ANYBODY,
  'meeting.part': ANYBODY,
  'meeting.end': row('seat-lost', HOSTS, 'yes'),
  // Not for accounts, who sign in on the other device.
  'seat.offer': row('seat-lost', { ...ALL, participant: 'forbidden' }, 'yes'),
  'seat.redeem': row(
    'not-found',
    { guest: 'not-found', participant: 'not-found', cohost: 'not-found', host: 'not-found' },
    'not-found',
  ),
  'seat.elsewhere': ANYBODY,
  'seat.move': row(
    'seat-lost',
    { guest: 'seat-lost', participant: 'seat-lost', cohost: 'seat-lost', host: 'seat-lost' },
    'seat-lost',
  ),
  'seat.settle': row(
    'seat-lost',
    { guest: 'seat-lost', participant: 'seat-lost', cohost: 'seat-lost', host: 'seat-lost' },
    'seat-lost',
  ),
  'media.publish': SEATED,
  'media.unpublish': SEATED,
  'media.setPaused': SEATED,
  'media.ready': SEATED,
  'media.restartIce': SEATED,
  'media.renew': SEATED,
  'media.view': SEATED,
  'media.playout': SEATED,
  // Somebody who is not in the meeting is heard by nobody there, unknown or not.
  'media.audibility': SEATED,
  'media.figures': SEATED,
  // Everybody may for themselves; this row is about two others.
  'media.mend': TARGETED,
  'host.mute': TARGETED,
  'host.muteAll': STEERING,
  'host.askToUnmute': TARGETED,
  'host.stopCamera': TARGETED,
  'host.stopShare': TARGETED,
  'host.setPermission': TARGETED,
  'host.setRole': row('seat-lost', HOSTS, 'not-found'),
  'host.remove': TARGETED,
  'host.setAccess': STEERING,
  'host.emergency': STEERING,
  'host.setStage': TARGETED,
  'participant.rename': SEATED,
  'lobby.knock': {
    ...row('yes', { guest: 'conflict', participant: 'conflict', cohost: 'conflict', host: 'conflict' }, 'conflict'),
    removed: 'removed',
  },
  'lobby.leave': ANYBODY,
  'lobby.admit': TARGETED,
  'lobby.admitAll': STEERING,
  'lobby.deny': TARGETED,
  'lobby.tell': TARGETED,
  'lobby.sendBack': TARGETED,
  'hand.raise': SEATED,
  'hand.lower': TARGETED,
  'hands.lowerAll': STEERING,
  'hands.callNext': TARGETED,
  'hands.move': TARGETED,
  'hands.setOrder': STEERING,
  'reaction.send': SEATED,
  'timer.start': TARGETED,
  'timer.pause': TARGETED,
  'timer.resume': TARGETED,
  'timer.extend': TARGETED,
  'timer.cancel': TARGETED,
  'agenda.set': STEERING,
  'agenda.go': TARGETED,
  'chat.open': CONVERSATION,
  'chat.list': ANYBODY,
  'chat.start': CONVERSATION,
  'chat.send': CONVERSATION,
  'chat.range': CONVERSATION,
  'chat.page': CONVERSATION,
  'chat.changes': CONVERSATION,
  'chat.mark': CONVERSATION,
  'chat.type': CONVERSATION,
  'chat.edit': CONVERSATION,
  'chat.delete': CONVERSATION,
  'chat.react': CONVERSATION,
  'chat.mute': CONVERSATION,
  'chat.search': CONVERSATION,
  // The conversation of a room is no group.
  'group.rename': NOWHERE,
  'group.add': NOWHERE,
  'group.remove': NOWHERE,
  'group.leave': NOWHERE,
  'people.find': ANYBODY,
  'presence.watch': ANYBODY,
  'presence.people': row('seat-lost', ALL, 'forbidden'),
  'presence.set': ANYBODY,
  'presence.configure': ANYBODY,
  'presence.own': ANYBODY,
  'call.start': NOWHERE,
  'call.accept': NOWHERE,
  'call.decline': NOWHERE,
  'call.hangUp': NOWHERE,
  'call.add': NOWHERE,
  'call.current': ANYBODY,
};
