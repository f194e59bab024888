import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Payload, SignallingEvents } from '#contracts';
import { MediaFacts } from '../media/media-fact.js';
import { MeetingFacts, type ActFact, type MeetingFact, type MeetingNews } from '../meetings/meeting-fact.js';
import { SOCKET_OUT, type EventName, type SocketOut } from '../wire/socket-out.js';

type Notice = { [K in EventName]: readonly [K, Payload<SignallingEvents, K>] }[EventName];

/** Facts about what hosts have set. */
type ControlKind =
  | 'permissions.changed'
  | 'access.changed'
  | 'stage.changed'
  | 'hands.changed'
  | 'timer.changed'
  | 'timer.ended'
  | 'agenda.changed';
type ControlFact = Extract<MeetingFact, { kind: ControlKind }>;

const CONTROL_KINDS: ReadonlySet<string> = new Set<ControlKind>([
  'permissions.changed',
  'access.changed',
  'stage.changed',
  'hands.changed',
  'timer.changed',
  'timer.ended',
  'agenda.changed',
]);

function isControl(fact: MeetingFact): fact is ControlFact {
  return CONTROL_KINDS.has(fact.kind);
}

/** The one translation of inside facts to outside events. A new fact does not compile until it is decided here. */
export function noticeOf(fact: MeetingFact): Notice {
  if (isControl(fact)) return controlNotice(fact);
  switch (fact.kind) {
    case 'participant.joined':
      return ['participant.joined', { seq: fact.seq, participant: fact.participant }];
    case 'participant.changed':
      return ['participant.changed', { seq: fact.seq, participant: fact.participant }];
    case 'participant.left':
      return ['participant.left', { seq: fact.seq, participantId: fact.participantId, reason: fact.reason }];
    case 'meeting.ended':
      return ['meeting.ended', { seq: fact.seq, reason: fact.reason }];
    case 'sources.paused':
      return [fact.kind, { seq: fact.seq, source: fact.source, participantIds: [...fact.participantIds] }];
    case 'host.acted':
      return [fact.kind, actOf(fact)];
    case 'lobby.changed':
      return [fact.kind, { waiting: [...fact.waiting] }];
    case 'waiting.told':
      return waitingNotice(fact);
    case 'waiting.entered':
      return ['lobby.entered', { joinKey: fact.joinKey }];
    case 'unmute.asked':
      return [fact.kind, { actorId: fact.actorId }];
  }
}

/** What hosts have set: each part is sent whole. */
function controlNotice(fact: ControlFact): Notice {
  switch (fact.kind) {
    case 'permissions.changed':
      return [fact.kind, withoutKind(fact)];
    case 'access.changed':
      return [fact.kind, { seq: fact.seq, access: fact.access }];
    case 'stage.changed':
      return [fact.kind, { seq: fact.seq, stage: fact.stage }];
    case 'hands.changed':
      return [fact.kind, { seq: fact.seq, hands: fact.hands }];
    case 'timer.changed':
      return [fact.kind, { seq: fact.seq, timer: fact.timer }];
    case 'timer.ended':
      return [fact.kind, { seq: fact.seq, timerId: fact.timerId, reason: fact.reason }];
    case 'agenda.changed':
      return [fact.kind, { seq: fact.seq, agenda: fact.agenda }];
  }
}

function withoutKind<F extends { readonly kind: string }>({ kind: _kind, ...rest }: F): Omit<F, 'kind'> {
  return rest;
}

/** The actor's name and what is for the audit log alone stay inside. */
function actOf({ act, actorId, targetId, targetName, permission }: ActFact): Payload<SignallingEvents, 'host.acted'> {
  return {
    act,
    ...(actorId !== undefined && { actorId }),
    ...(targetId !== undefined && { targetId }),
    ...(targetName !== undefined && { targetName }),
    ...(permission !== undefined && { permission }),
  };
}

function waitingNotice(fact: Extract<MeetingFact, { kind: 'waiting.told' }>): Notice {
  if (fact.news === 'told') return ['lobby.told', { text: fact.text }];
  return [`lobby.${fact.news}`, {}];
}

/**
 * Carries facts to browsers. They leave at the end of the turn of the event loop in which they happened, in their order:
 * by then whoever was just admitted has the answer, with the snapshot that these facts follow.
 */
@Injectable()
export class Announcer implements OnModuleInit, OnModuleDestroy {
  readonly #waiting: (() => void)[] = [];
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(MeetingFacts) private readonly meetings: MeetingFacts,
    @Inject(MediaFacts) private readonly media: MediaFacts,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
  ) {}

  onModuleInit(): void {
    this.#stops.push(
      this.meetings.listen((news) => this.#soon(() => this.#announce(news))),
      this.media.listen(({ kind, meetingId, speakers }) => {
        // It stands until the next change, so none may be dropped for having come right after another message.
        this.#soon(() => this.out.toMeeting(meetingId, kind, { speakers }));
      }),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops) stop();
  }

  #announce({ meetingId, fact, exceptSocketId, socketIds }: MeetingNews): void {
    const [name, payload] = noticeOf(fact);
    if (socketIds === undefined) return this.out.toMeeting(meetingId, name, payload, { exceptSocketId });
    for (const socketId of socketIds) this.out.toSocket(socketId, name, payload);
  }

  #soon(send: () => void): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
    this.#waiting.push(send);
  }

  #sendAll(): void {
    for (const send of this.#waiting.splice(0)) send();
  }
}
