import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { EarlyMediaService } from './early-media.service.js';
import { EntranceService } from './entrance.service.js';

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class MeetingGateway {
  constructor(
    @Inject(EntranceService) private readonly entrance: EntranceService,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(EarlyMediaService) private readonly earlyMedia: EarlyMediaService,
  ) {}

  @OnRequest('meeting.prepare')
  prepare(caller: Caller, input: Input<SignallingRequests, 'meeting.prepare'>) {
    return this.earlyMedia.prepare(caller, input);
  }

  @OnRequest('meeting.join')
  join(caller: Caller, input: Input<SignallingRequests, 'meeting.join'>) {
    return this.entrance.join(caller, input);
  }

  @OnRequest('meeting.resume')
  resume(caller: Caller, input: Input<SignallingRequests, 'meeting.resume'>) {
    return this.entrance.resume(caller, input);
  }

  @OnRequest('meeting.sync')
  async sync(caller: Caller, _input: Input<SignallingRequests, 'meeting.sync'>) {
    const { live, participantId } = this.meetings.of(caller);
    return live.view(participantId);
  }

  @OnRequest('meeting.leave')
  async leave(caller: Caller, _input: Input<SignallingRequests, 'meeting.leave'>) {
    this.meetings.leave(caller);
    return {};
  }

  @OnRequest('meeting.part')
  async part(caller: Caller, _input: Input<SignallingRequests, 'meeting.part'>) {
    this.meetings.part(caller);
    return {};
  }

  @OnRequest('meeting.end')
  async end(caller: Caller, _input: Input<SignallingRequests, 'meeting.end'>) {
    await this.meetings.end(caller);
    return {};
  }
}
