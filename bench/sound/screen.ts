import type { MediaSource, Participant, ParticipantId } from '#contracts';

/** What one page says of everybody's microphone. */
export class Screen {
  readonly #muted = new Map<ParticipantId, boolean>();
  readonly #onChange: (participantId: ParticipantId, isMuted: boolean) => void;

  constructor(onChange: (participantId: ParticipantId, isMuted: boolean) => void) {
    this.#onChange = onChange;
  }

  show(participants: readonly Participant[]): void {
    for (const participant of participants) this.change(participant);
  }

  change({ participantId, sources }: Participant): void {
    const microphone = sources.find(({ source }) => source === 'microphone');
    this.#say(participantId, microphone?.isPaused ?? true);
  }

  pause(source: MediaSource, participantIds: readonly ParticipantId[]): void {
    if (source === 'microphone') for (const participantId of participantIds) this.#say(participantId, true);
  }

  isMuted(participantId: ParticipantId): boolean {
    return this.#muted.get(participantId) ?? true;
  }

  #say(participantId: ParticipantId, isMuted: boolean): void {
    if (this.#muted.get(participantId) === isMuted) return;
    this.#muted.set(participantId, isMuted);
    this.#onChange(participantId, isMuted);
  }
}
