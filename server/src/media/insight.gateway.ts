import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { MediaInsight } from './insight.js';

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class InsightGateway {
  constructor(
    @Inject(MediaInsight) private readonly insight: MediaInsight,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
  ) {}

  @OnRequest('media.audibility')
  audibility(caller: Caller, input: Input<SignallingRequests, 'media.audibility'>) {
    return this.insight.audibility(this.meetings.of(caller), input);
  }

  @OnRequest('media.figures')
  figures(caller: Caller, input: Input<SignallingRequests, 'media.figures'>) {
    return this.insight.figures(this.meetings.of(caller), input);
  }

  @OnRequest('media.mend')
  mend(caller: Caller, input: Input<SignallingRequests, 'media.mend'>) {
    return this.insight.mend(this.meetings.of(caller), input);
  }
}
