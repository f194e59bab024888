import { TILES_MAX_COUNT, type Asked, type ParticipantId, type SignallingRequests } from '#contracts';
import type { Clock } from '#kernel';
import type { PersonView, PlayoutState, TilePlace } from '../model.js';
import type { PageSight } from '../page-sight.js';
import type { Signal } from '../signal/signal.js';
import type { Readable } from '../store.js';

/** Tiles change many at a time, as when a panel opens; the server takes ten views a second. */
const GATHER_MS = 100;
const AGAIN_AFTER_MS = 2_000;
/** A page that shows nothing after so many looks is not being drawn, and nothing needs to flow for it. */
const UNDRAWN_MAX_COUNT = 10;

type View = Asked<SignallingRequests, 'media.view'>;
type TileSource = 'camera' | 'screen';

interface Parts {
  readonly signal: Pick<Signal, 'request'>;
  readonly clock: Clock;
  readonly people: Readable<readonly PersonView[]>;
  readonly sight: PageSight;
  readonly playout: Readable<PlayoutState>;
  readonly pinnedIds: Readable<readonly ParticipantId[]>;
}

/** Tells the server what this page shows and whether it can be heard here, so that nothing flows for nobody. */
export class ViewReport {
  readonly #parts: Parts;
  readonly #places = new Map<string, TilePlace>();
  readonly #stops: readonly (() => void)[];
  #isAttached = false;
  #told = '';
  #toldPlayout: PlayoutState = 'playing';
  #cancel: (() => void) | undefined;
  #undrawnCount = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const soon = (): void => this.#in(GATHER_MS);
    this.#stops = [
      parts.people.watch(soon),
      parts.sight.watch(soon),
      parts.playout.watch(soon),
      parts.pinnedIds.watch(soon),
    ];
  }

  /** Where a video is on the page, in device pixels; undefined when it has no place there any more. */
  place(participantId: ParticipantId, source: TileSource, place: TilePlace | undefined): void {
    const key = keyOf(participantId, source);
    if (place === undefined) this.#places.delete(key);
    else this.#places.set(key, place);
    this.#in(GATHER_MS);
  }

  /** The seat is taken, perhaps on a server that knows nothing of this page: everything is told again. */
  attached(): void {
    this.#isAttached = true;
    this.#told = '';
    this.#toldPlayout = 'playing';
    this.#undrawnCount = 0;
    this.#in(GATHER_MS);
  }

  detached(): void {
    this.#isAttached = false;
  }

  close(): void {
    this.detached();
    for (const stop of this.#stops) stop();
    this.#cancel?.();
  }

  #in(delayMs: number): void {
    if (!this.#isAttached) return;
    this.#cancel ??= this.#parts.clock.after(delayMs, () => {
      this.#cancel = undefined;
      if (this.#isUndrawn()) this.#in(GATHER_MS);
      else void this.#tell();
    });
  }

  /** Somebody has a picture and no tile has a place: the page of a moment ago comes yet. */
  #isUndrawn(): boolean {
    if (this.#places.size > 0 || this.#undrawnCount >= UNDRAWN_MAX_COUNT) return false;
    this.#undrawnCount += 1;
    return this.#parts.people.get().some((person) => !person.isSelf && sourcesOf(person).length > 0);
  }

  /** Never rejects: what could not be told is told a little later. */
  async #tell(): Promise<void> {
    if (!this.#isAttached) return;
    const { signal, playout } = this.#parts;
    const view = this.#view();
    const [before, text] = [this.#told, JSON.stringify(view)];
    const [playoutBefore, state] = [this.#toldPlayout, playout.get()];
    this.#told = text;
    this.#toldPlayout = state;
    try {
      await Promise.all([
        text === before ? undefined : signal.request('media.view', view),
        state === playoutBefore ? undefined : signal.request('media.playout', { state }),
      ]);
    } catch {
      this.#told = ''; // The line went, or the server is busy; a new line brings `attached`.
      this.#toldPlayout = playoutBefore;
      this.#in(AGAIN_AFTER_MS);
    }
  }

  #view(): View {
    const tiles = this.#parts.people
      .get()
      .filter(({ isSelf }) => !isSelf)
      .flatMap((person) => sourcesOf(person).map((source) => this.#tileOf(person, source)));
    return { tiles: tiles.slice(0, TILES_MAX_COUNT), pinnedIds: [...this.#parts.pinnedIds.get()] };
  }

  /** Who has no tile is on another page of the stage, or not shown at all: they are not visible, which has to be said. */
  #tileOf({ participantId }: PersonView, source: TileSource): View['tiles'][number] {
    const place = this.#places.get(keyOf(participantId, source)) ?? NOWHERE;
    return { participantId, source, ...place, isVisible: place.isVisible && !this.#parts.sight.get() };
  }
}

const NOWHERE: TilePlace = { widthPx: 0, heightPx: 0, isVisible: false };

function sourcesOf({ isVideoOn, isSharing }: PersonView): TileSource[] {
  return [...(isVideoOn ? (['camera'] as const) : []), ...(isSharing ? (['screen'] as const) : [])];
}

function keyOf(participantId: ParticipantId, source: TileSource): string {
  return `${participantId}/${source}`;
}
