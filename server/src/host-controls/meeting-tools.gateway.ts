import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { Refusal, SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { HostControlsService } from './host-controls.service.js';
import { ReactionsService } from './reactions.service.js';

type In<K extends keyof SignallingRequests> = Input<SignallingRequests, K>;

/** Hands, reactions, timers and the agenda. */
@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class MeetingToolsGateway {
  constructor(
    @Inject(HostControlsService) private readonly controls: HostControlsService,
    @Inject(ReactionsService) private readonly reactions: ReactionsService,
  ) {}

  @OnRequest('reaction.send')
  async react(caller: Caller, input: In<'reaction.send'>) {
    await this.reactions.send(caller, input);
    return {};
  }

  @OnRequest('timer.start')
  async startTimer(caller: Caller, input: In<'timer.start'>) {
    const { live } = await this.controls.run(caller, 'timer.start', input);
    const timer = live.rules.timer(input.timerId);
    if (timer === undefined) throw new Refusal('conflict', 'This timer is over already.');
    return timer;
  }

  @OnRequest('timer.pause')
  async pauseTimer(caller: Caller, input: In<'timer.pause'>) {
    await this.controls.run(caller, 'timer.pause', input);
    return {};
  }

  @OnRequest('timer.resume')
  async resumeTimer(caller: Caller, input: In<'timer.resume'>) {
    await this.controls.run(caller, 'timer.resume', input);
    return {};
  }

  @OnRequest('timer.extend')
  async extendTimer(caller: Caller, input: In<'timer.extend'>) {
    await this.controls.run(caller, 'timer.extend', input);
    return {};
  }

  @OnRequest('timer.cancel')
  async cancelTimer(caller: Caller, input: In<'timer.cancel'>) {
    await this.controls.run(caller, 'timer.cancel', input);
    return {};
  }

  @OnRequest('hand.raise')
  async raiseHand(caller: Caller, input: In<'hand.raise'>) {
    await this.controls.run(caller, 'hand.raise', input);
    return {};
  }

  @OnRequest('hand.lower')
  async lowerHand(caller: Caller, input: In<'hand.lower'>) {
    await this.controls.run(caller, 'hand.lower', input);
    return {};
  }

  @OnRequest('hands.lowerAll')
  async lowerAll(caller: Caller, input: In<'hands.lowerAll'>) {
    await this.controls.run(caller, 'hands.lowerAll', input);
    return {};
  }

  @OnRequest('hands.callNext')
  async callNext(caller: Caller, input: In<'hands.callNext'>) {
    await this.controls.run(caller, 'hands.callNext', input);
    return {};
  }

  @OnRequest('hands.move')
  async moveHand(caller: Caller, input: In<'hands.move'>) {
    await this.controls.run(caller, 'hands.move', input);
    return {};
  }

  @OnRequest('hands.setOrder')
  async setOrder(caller: Caller, input: In<'hands.setOrder'>) {
    await this.controls.run(caller, 'hands.setOrder', input);
    return {};
  }

  @OnRequest('agenda.set')
  async setAgenda(caller: Caller, input: In<'agenda.set'>) {
    await this.controls.run(caller, 'agenda.set', input);
    return {};
  }

  @OnRequest('agenda.go')
  async goTo(caller: Caller, input: In<'agenda.go'>) {
    await this.controls.run(caller, 'agenda.go', input);
    return {};
  }
}
