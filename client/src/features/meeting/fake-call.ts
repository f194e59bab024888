import { ParticipantId, RoomId, type MediaSource, type ShareProfile } from '#contracts';
import type {
  CallState,
  CallView,
  ChoosableSource,
  DeviceChoice,
  DeviceState,
  LocalSource,
  MicrophoneView,
  MoveView,
  PersonView,
  PinsView,
  ScreenView,
  ShareChoice,
  TilePlace,
} from '../../engine/model.js';
import type { Audibility, ConnectionFigures, InsightView, MendingStep, SoundWish } from '../../engine/insight/model.js';
import { FakeControls } from '../../engine/fakes/fake-controls.js';
import type { EntryView, LobbyMessage } from '../../engine/host-controls/model.js';
import { FakeConversation, FakePrivateChats } from '../../engine/fakes/fake-conversation.js';
import { Store } from '../../engine/store.js';

/** A device that opens and closes at once, and can be told to fail. */
export class FakeSource implements LocalSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  /** What the device shows while it is live. */
  picture: MediaStream | undefined;
  /** When set, the next toggle leads here instead of to `live`. */
  outcome: DeviceState = { kind: 'live' };

  toggle(): Promise<void> {
    const isOff = this.state.get().kind === 'off' || this.state.get().kind === 'failed';
    this.show(isOff ? this.outcome : { kind: 'off' });
    return Promise.resolve();
  }

  show(state: DeviceState): void {
    this.stream.set(state.kind === 'live' ? this.picture : undefined);
    this.state.set(state);
  }
}

export class FakeChoosable extends FakeSource implements ChoosableSource {
  readonly devices = new Store<readonly DeviceChoice[]>([]);
  readonly chosenId = new Store<string | undefined>(undefined);

  choose(deviceId: string): Promise<void> {
    this.chosenId.set(deviceId);
    return Promise.resolve();
  }
}

export class FakeMicrophone extends FakeChoosable implements MicrophoneView {
  readonly levelRatio = new Store(0);
}

export class FakePins implements PinsView {
  readonly ids = new Store<readonly ParticipantId[]>([]);

  toggle(participantId: ParticipantId): void {
    const others = this.ids.get().filter((id) => id !== participantId);
    this.ids.set(others.length < this.ids.get().length ? others : [participantId, ...others]);
  }
}

/** Answers what it is told to, and keeps what it was asked to mend. */
export class FakeInsight implements InsightView {
  readonly soundWish = new Store<SoundWish | undefined>(undefined);
  readonly mended: (readonly [speakerId: ParticipantId, listenerId: ParticipantId])[] = [];
  heard: Audibility = { listeners: [] };
  measured: ConnectionFigures = { sent: [], received: [], local: [] };
  step: MendingStep = 'nothing';

  audibility(): Promise<Audibility> {
    return Promise.resolve(this.heard);
  }

  figures(): Promise<ConnectionFigures> {
    return Promise.resolve(this.measured);
  }

  mend(speakerId: ParticipantId, listenerId: ParticipantId): Promise<MendingStep> {
    this.mended.push([speakerId, listenerId]);
    return Promise.resolve(this.step);
  }
}

export class FakeScreen extends FakeSource implements ScreenView {
  readonly choice = new Store<ShareChoice>('auto');
  readonly profile = new Store<ShareProfile>('text');

  choose(choice: ShareChoice): void {
    this.choice.set(choice);
    if (choice !== 'auto') this.profile.set(choice);
  }
}

/** The n-th person's id, from 0. */
export function fakeId(index: number): ParticipantId {
  return ParticipantId.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
}

/** A meeting without network, for tests and for pages that show how things look. Its stores are its controls. */
export class FakeCall implements CallView {
  /** Where the videos are, as the page reported. */
  readonly tiles = new Map<string, TilePlace>();
  readonly roomId = RoomId.parse('0198c0de-4a2b-4c3d-9e4f-5a6b7c8d9e0f');
  readonly state = new Store<CallState>({ kind: 'ready' });
  readonly people = new Store<readonly PersonView[]>([]);
  readonly speaking = new Store<ReadonlySet<ParticipantId>>(new Set());
  readonly isSoundBlocked = new Store(false);
  readonly chat = new FakeConversation();
  readonly privateChats = new FakePrivateChats();
  readonly controls = new FakeControls();
  readonly pins = new FakePins();
  readonly insight = new FakeInsight();
  readonly lobby = { wasMovedBack: new Store(false), messages: new Store<readonly LobbyMessage[]>([]) };
  readonly entry = new Store<EntryView | undefined>(undefined);
  readonly move = new Store<MoveView>({ kind: 'none' });
  /** What `offerMove` answers, or rejects with. */
  moveCode: string | Error = 'a-code';
  readonly devices = {
    microphone: new FakeMicrophone(),
    camera: new FakeChoosable(),
    screen: new FakeScreen(),
    speaker: new FakeChoosable(),
  };
  lastName = '';
  /** What was asked of the call, in order. */
  readonly asked: string[] = [];
  /** What `endForAll` rejects with, if anything. */
  endFailure: Error | undefined;
  readonly #streams = new Map<string, Store<MediaStream | undefined>>();

  stream(participantId: ParticipantId, source: MediaSource): Store<MediaStream | undefined> {
    const key = `${participantId}/${source}`;
    const known = this.#streams.get(key) ?? new Store<MediaStream | undefined>(undefined);
    this.#streams.set(key, known);
    return known;
  }

  reportTile(participantId: ParticipantId, source: 'camera' | 'screen', place: TilePlace | undefined): void {
    if (place === undefined) this.tiles.delete(`${participantId}/${source}`);
    else this.tiles.set(`${participantId}/${source}`, place);
  }

  /** Adds somebody; the first one is oneself. */
  admit(name: string, traits: Partial<PersonView> = {}): PersonView {
    const index = this.people.get().length;
    const person: PersonView = {
      participantId: fakeId(index),
      name,
      role: index === 0 ? 'host' : 'participant',
      isSelf: index === 0,
      isConnected: true,
      joinedAtMs: index,
      isAudioOn: true,
      isVideoOn: false,
      isSharing: false,
      quality: undefined,
      isGuest: true,
      guestMark: undefined,
      avatarUrl: undefined,
      permissions: {},
      ...traits,
    };
    this.people.set([...this.people.get(), person]);
    return person;
  }

  change(participantId: ParticipantId, traits: Partial<PersonView>): void {
    this.people.set(
      this.people.get().map((person) => (person.participantId === participantId ? { ...person, ...traits } : person)),
    );
  }

  dismiss(participantId: ParticipantId): void {
    this.people.set(this.people.get().filter((person) => person.participantId !== participantId));
  }

  unblockSound(): Promise<void> {
    this.isSoundBlocked.set(false);
    return Promise.resolve();
  }

  moveHere(): Promise<void> {
    this.asked.push('move here');
    this.state.set({ kind: 'joining' });
    return Promise.resolve();
  }

  offerMove(): Promise<string> {
    return this.moveCode instanceof Error ? Promise.reject(this.moveCode) : Promise.resolve(this.moveCode);
  }

  join(name: string, password?: string): Promise<void> {
    this.asked.push(password === undefined ? `join ${name}` : `join ${name} with ${password}`);
    this.state.set({ kind: 'joining' });
    return Promise.resolve();
  }

  leave(): Promise<void> {
    this.asked.push('leave');
    this.state.set({ kind: 'over', why: 'left' });
    return Promise.resolve();
  }

  endForAll(): Promise<void> {
    this.asked.push('endForAll');
    return this.endFailure === undefined ? Promise.resolve() : Promise.reject(this.endFailure);
  }

  restart(): Promise<void> {
    this.asked.push('restart');
    this.state.set({ kind: 'ready' });
    return Promise.resolve();
  }

  close(): void {
    this.asked.push('close');
  }
}
