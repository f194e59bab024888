import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { CallsService } from './calls.service.js';

type Requests = SignallingRequests;

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class CallsGateway {
  constructor(@Inject(CallsService) private readonly calls: CallsService) {}

  @OnRequest('call.start')
  start(caller: Caller, input: Input<Requests, 'call.start'>) {
    return this.calls.start(caller, input);
  }

  @OnRequest('call.accept')
  accept(caller: Caller, { callId }: Input<Requests, 'call.accept'>) {
    return this.calls.accept(caller, callId);
  }

  @OnRequest('call.decline')
  async decline(caller: Caller, input: Input<Requests, 'call.decline'>) {
    await this.calls.decline(caller, input);
    return {};
  }

  @OnRequest('call.hangUp')
  async hangUp(caller: Caller, { callId }: Input<Requests, 'call.hangUp'>) {
    await this.calls.hangUp(caller, callId);
    return {};
  }

  @OnRequest('call.add')
  async add(caller: Caller, input: Input<Requests, 'call.add'>) {
    return { call: await this.calls.add(caller, input) };
  }

  @OnRequest('call.current')
  current(caller: Caller, _input: Input<Requests, 'call.current'>) {
    return this.calls.current(caller);
  }
}
