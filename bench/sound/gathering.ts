import { API_PREFIX, RoomCreated, RoomView, type ParticipantId, type RoomId, type RtpCapabilities } from '#contracts';
import { newGuest } from '../guest.js';
import { makeCertificate } from '../load/dtls/certificate.js';
import { Metronome } from '../load/media/metronome.js';
import { Screen } from './screen.js';
import { Talker } from './talker.js';

interface Place {
  readonly url: string;
  readonly roomId: RoomId;
  readonly router: RtpCapabilities;
}

type Said = (participantId: ParticipantId, isMuted: boolean) => void;

/** A room, and those who talk in it without a pause. The first who joins is its host. */
export class Gathering {
  readonly talkers: Talker[] = [];
  readonly #metronome = new Metronome();
  readonly #certificate = makeCertificate();
  readonly #place: Place;
  #hostToken: string | undefined;

  static async open(url: string): Promise<Gathering> {
    const token = await newGuest(url);
    const headers = { authorization: `Bearer ${token}` };
    const made = await fetch(`${url}${API_PREFIX}/rooms`, { method: 'POST', headers });
    const { roomId } = RoomCreated.parse(await made.json());
    const view = RoomView.parse(await (await fetch(`${url}${API_PREFIX}/rooms/${roomId}`, { headers })).json());
    if (view.routerRtpCapabilities === undefined) throw new Error('No media host is connected.');
    return new Gathering({ url, roomId, router: view.routerRtpCapabilities }, token);
  }

  private constructor(place: Place, hostToken: string) {
    this.#place = place;
    this.#hostToken = hostToken;
  }

  /** `said` hears of each change of what this person's screen says of anybody. */
  async join(name: string, said: Said = () => undefined): Promise<Talker> {
    const token = this.#hostToken ?? (await newGuest(this.#place.url));
    this.#hostToken = undefined;
    const screen = new Screen(said);
    const parts = { certificate: this.#certificate, metronome: this.#metronome, screen, token };
    const talker = new Talker({ ...this.#place, ...parts });
    this.talkers.push(talker);
    await talker.join(name);
    return talker;
  }

  /** How many packets of somebody's sound have come to anybody, in all. */
  heardCount(from: ParticipantId): number {
    return this.talkers.reduce((sum, talker) => sum + talker.heardCount(from), 0);
  }

  close(): void {
    for (const talker of this.talkers) talker.close();
    this.#metronome.stop();
  }
}
