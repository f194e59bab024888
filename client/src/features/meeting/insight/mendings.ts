import type { Audibility } from '../../../engine/insight/model.js';
import type { PersonView } from '../../../engine/model.js';

type SpeakerFault = NonNullable<Audibility['speakerFault']>;
type ListenerFault = Audibility['listeners'][number]['fault'];

interface Concerned {
  readonly self: PersonView;
  readonly speaker: PersonView;
  readonly listener: PersonView;
}

/** What a press can do about a speaker whom nobody hears. Only they themselves turn their microphone on. */
export function speakerMendingFor(fault: SpeakerFault, speaker: PersonView): 'unmute' | 'reconnect' | undefined {
  if (fault === 'off' || fault === 'muted') return speaker.isSelf ? 'unmute' : undefined;
  return speaker.isSelf ? 'reconnect' : undefined;
}

/** What a press can do so that a listener hears; undefined where nothing helps, or where it is not one's own to press. */
export function mendingFor(
  fault: ListenerFault,
  { self, speaker, listener }: Concerned,
): 'reconnect' | 'reopen' | 'ask' | 'soundOn' | undefined {
  const isMine = speaker.isSelf || listener.isSelf || self.role !== 'participant';
  if (!isMine) return undefined;
  switch (fault) {
    case 'transport-down':
      return 'reconnect';
    case 'not-forwarded':
    case 'not-ready':
    case 'no-packets':
      return 'reopen';
    case 'playout-muted':
    case 'playout-blocked':
      return listener.isSelf ? 'soundOn' : 'ask';
    case 'away':
    case 'not-loudest':
    case undefined:
      return undefined;
  }
}
