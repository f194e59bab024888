import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { MediaPlane } from './media-plane.js';

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class MediaGateway {
  constructor(
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
  ) {}

  @OnRequest('media.publish')
  async publish(caller: Caller, input: Input<SignallingRequests, 'media.publish'>) {
    await this.media.publish(this.meetings.of(caller), input);
    return {};
  }

  @OnRequest('media.unpublish')
  async unpublish(caller: Caller, input: Input<SignallingRequests, 'media.unpublish'>) {
    await this.media.unpublish(this.meetings.of(caller), input);
    return {};
  }

  @OnRequest('media.setPaused')
  async setPaused(caller: Caller, input: Input<SignallingRequests, 'media.setPaused'>) {
    await this.media.setPaused(this.meetings.of(caller), input);
    return {};
  }

  @OnRequest('media.ready')
  async ready(caller: Caller, input: Input<SignallingRequests, 'media.ready'>) {
    await this.media.ready(this.meetings.of(caller), input);
    return {};
  }

  @OnRequest('media.restartIce')
  restartIce(caller: Caller, input: Input<SignallingRequests, 'media.restartIce'>) {
    return this.media.restartIce(this.meetings.of(caller), input);
  }

  @OnRequest('media.renew')
  async renew(caller: Caller, input: Input<SignallingRequests, 'media.renew'>) {
    return { media: await this.media.renew(this.meetings.of(caller), input.media) };
  }

  @OnRequest('media.view')
  async view(caller: Caller, input: Input<SignallingRequests, 'media.view'>) {
    this.media.look(this.meetings.of(caller), input);
    return {};
  }

  @OnRequest('media.playout')
  async playout(caller: Caller, input: Input<SignallingRequests, 'media.playout'>) {
    this.media.play(this.meetings.of(caller), input);
    return {};
  }
}
