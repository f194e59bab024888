/** What a ringing sounds like: when its notes begin within one round, in seconds, and how high they are, in Hz. */
interface Pattern {
  readonly notes: readonly { readonly atSeconds: number; readonly hz: number; readonly forSeconds: number }[];
  readonly roundSeconds: number;
  readonly gainRatio: number;
}

/** At the one who is called: bright, and twice in a row. */
const INCOMING: Pattern = {
  notes: [0, 0.9].flatMap((atSeconds) => [
    { atSeconds, hz: 659.25, forSeconds: 0.35 },
    { atSeconds: atSeconds + 0.22, hz: 880, forSeconds: 0.5 },
  ]),
  roundSeconds: 3,
  gainRatio: 0.14,
};

/** At the one who calls. Source: ITU-T E.180, ringing tone of 425 Hz, one second in five. */
const OUTGOING: Pattern = {
  notes: [{ atSeconds: 0, hz: 425, forSeconds: 1 }],
  roundSeconds: 5,
  gainRatio: 0.05,
};

const PATTERNS = { incoming: INCOMING, outgoing: OUTGOING } as const;

/** Rings until what it returns is called. Silent where the browser plays nothing before somebody pressed something. */
export type Ring = (kind: keyof typeof PATTERNS) => () => void;

export const ring: Ring = (kind) => {
  if (typeof AudioContext !== 'function') return () => undefined;
  const context = new AudioContext();
  const pattern = PATTERNS[kind];
  const ending = new AbortController();
  let timer: ReturnType<typeof setInterval> | undefined;
  const begin = () => {
    if (ending.signal.aborted) return;
    playRound(context, pattern);
    timer = setInterval(() => playRound(context, pattern), pattern.roundSeconds * 1_000);
  };
  // Waits for as long as the browser plays nothing on this page; then another tab may be heard instead.
  context.resume().then(
    () => (kind === 'incoming' ? aloneAmongTabs(begin, ending.signal) : begin()),
    () => undefined, // It ended before anything could be heard.
  );
  return () => {
    ending.abort();
    clearInterval(timer);
    void context.close();
  };
};

function playRound(context: AudioContext, { notes, gainRatio }: Pattern): void {
  if (context.state !== 'running') return;
  for (const { atSeconds, hz, forSeconds } of notes) {
    const startsAt = context.currentTime + atSeconds;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, startsAt);
    gain.gain.linearRampToValueAtTime(gainRatio, startsAt + 0.03);
    gain.gain.setValueAtTime(gainRatio, startsAt + forSeconds - 0.1);
    gain.gain.linearRampToValueAtTime(0, startsAt + forSeconds);
    const note = new OscillatorNode(context, { type: 'triangle', frequency: hz });
    note.connect(gain).connect(context.destination);
    note.start(startsAt);
    note.stop(startsAt + forSeconds);
  }
}

/** Of all tabs of this browser in which it rings, one is heard; the next one when that ends earlier. */
function aloneAmongTabs(begin: () => void, ending: AbortSignal): void {
  if (!('locks' in navigator)) return begin();
  navigator.locks
    .request('parley.ring', { signal: ending }, async () => {
      begin();
      await new Promise<void>((resolve) => ending.addEventListener('abort', () => resolve()));
    })
    .catch(() => undefined); // It ended while this tab waited.
}
