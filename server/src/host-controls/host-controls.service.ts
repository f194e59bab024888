import { Inject, Injectable } from '@nestjs/common';
import type { Input, SignallingRequests } from '#contracts';
import { MediaPlane } from '../media/media-plane.js';
import type { CommandName } from '../meetings/meeting-terms.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';

/** Acts that are acknowledged only once they are stored: whoever was removed stays so, whatever dies next. */
const DURABLE: ReadonlySet<CommandName> = new Set<CommandName>([
  'host.setRole',
  'host.remove',
  'host.setAccess',
  'host.emergency',
  'lobby.admit',
  'lobby.admitAll',
  'lobby.deny',
  'lobby.sendBack',
]);

/** Record, tell, enforce: the rules change at once, everybody is told, and the media hosts have done it before the answer. */
@Injectable()
export class HostControlsService {
  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
  ) {}

  /**
   * Puts a caller's command to their meeting. Returns what happened.
   *
   * @throws {Refusal} as `Meeting.command` does; `seat-lost` when they are in no meeting; `unavailable` when it holds but
   *   could not be stored.
   */
  async run<K extends CommandName>(caller: Caller, name: K, input: Input<SignallingRequests, K>) {
    const { live, participantId } = this.meetings.of(caller);
    const { facts, removed } = live.command(participantId, name, input);
    // They speak for nobody by now. Their transports are closed first, their connection second.
    await this.media.enforced(live);
    for (const { socketId } of removed) {
      this.out.toSocket(socketId, 'seat.removed', {});
      this.out.disconnect(socketId);
    }
    if (DURABLE.has(name)) await live.kept();
    return { live, facts };
  }
}
