import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { RateLimits } from '../wire/rate-limits.js';
import { MovingService } from './moving.service.js';

type Requests = SignallingRequests;

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class MovingGateway {
  constructor(
    @Inject(MovingService) private readonly moving: MovingService,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @OnRequest('seat.offer')
  offer(caller: Caller, _input: Input<Requests, 'seat.offer'>) {
    return this.moving.offer(caller);
  }

  @OnRequest('seat.redeem')
  async redeem(caller: Caller, input: Input<Requests, 'seat.redeem'>) {
    await this.limits.identityCodes.demand(caller.identityId);
    return this.moving.redeem(input);
  }

  @OnRequest('seat.elsewhere')
  elsewhere(caller: Caller, input: Input<Requests, 'seat.elsewhere'>) {
    return this.moving.elsewhere(caller, input);
  }

  @OnRequest('seat.move')
  move(caller: Caller, input: Input<Requests, 'seat.move'>) {
    return this.moving.move(caller, input);
  }

  @OnRequest('seat.settle')
  settle(caller: Caller, _input: Input<Requests, 'seat.settle'>) {
    return this.moving.settle(caller);
  }
}
