/** Two notes, a fifth apart, in Hz. */
const NOTES_HZ = [523.25, 783.99] as const;
const NOTE_SECONDS = 0.9;
const BETWEEN_SECONDS = 0.22;
/** Quiet enough not to startle somebody with headphones, as a part of full scale. */
const GAIN_RATIO = 0.08;

/** A gentle sound for the end of a timer. Silent where the browser plays nothing. */
export function chime(): void {
  if (typeof AudioContext !== 'function') return;
  const context = new AudioContext();
  NOTES_HZ.forEach((hz, at) => {
    const startsAt = context.currentTime + at * BETWEEN_SECONDS;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, startsAt);
    gain.gain.linearRampToValueAtTime(GAIN_RATIO, startsAt + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, startsAt + NOTE_SECONDS);
    const note = new OscillatorNode(context, { type: 'sine', frequency: hz });
    note.connect(gain).connect(context.destination);
    note.start(startsAt);
    note.stop(startsAt + NOTE_SECONDS);
    if (at === NOTES_HZ.length - 1) note.addEventListener('ended', () => void context.close());
  });
}
