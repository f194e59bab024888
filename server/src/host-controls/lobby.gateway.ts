import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { Refusal, SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { HostControlsService } from './host-controls.service.js';

type In<K extends keyof SignallingRequests> = Input<SignallingRequests, K>;

/** Those who wait, and what hosts do with them. */
@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class LobbyGateway {
  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(HostControlsService) private readonly controls: HostControlsService,
  ) {}

  @OnRequest('lobby.knock')
  async knock(caller: Caller, { roomId, name, joinKey }: In<'lobby.knock'>) {
    if (caller.seat !== undefined) throw new Refusal('conflict', 'You are in a meeting already.');
    const standing = await this.meetings.standing(roomId, caller);
    const live = await this.meetings.open(roomId);
    const isWaiting = !live.knock(caller, { name, joinKey, standing });
    return { state: isWaiting ? ('waiting' as const) : ('admitted' as const) };
  }

  @OnRequest('lobby.leave')
  async leave(caller: Caller, _input: In<'lobby.leave'>) {
    this.meetings.stopWaiting(caller);
    return {};
  }

  @OnRequest('lobby.admit')
  async admit(caller: Caller, input: In<'lobby.admit'>) {
    await this.controls.run(caller, 'lobby.admit', input);
    return {};
  }

  @OnRequest('lobby.admitAll')
  async admitAll(caller: Caller, input: In<'lobby.admitAll'>) {
    await this.controls.run(caller, 'lobby.admitAll', input);
    return {};
  }

  @OnRequest('lobby.deny')
  async deny(caller: Caller, input: In<'lobby.deny'>) {
    await this.controls.run(caller, 'lobby.deny', input);
    return {};
  }

  @OnRequest('lobby.tell')
  async tell(caller: Caller, input: In<'lobby.tell'>) {
    await this.controls.run(caller, 'lobby.tell', input);
    return {};
  }

  @OnRequest('lobby.sendBack')
  async sendBack(caller: Caller, input: In<'lobby.sendBack'>) {
    await this.controls.run(caller, 'lobby.sendBack', input);
    return {};
  }
}
