import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { GroupsService } from './groups.service.js';

type Requests = SignallingRequests;

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class GroupsGateway {
  constructor(@Inject(GroupsService) private readonly groups: GroupsService) {}

  @OnRequest('group.rename')
  async rename(caller: Caller, input: Input<Requests, 'group.rename'>) {
    await this.groups.rename(caller, input);
    return {};
  }

  @OnRequest('group.add')
  async add(caller: Caller, input: Input<Requests, 'group.add'>) {
    await this.groups.add(caller, input);
    return {};
  }

  @OnRequest('group.remove')
  async remove(caller: Caller, input: Input<Requests, 'group.remove'>) {
    await this.groups.remove(caller, input);
    return {};
  }

  @OnRequest('group.leave')
  async leave(caller: Caller, input: Input<Requests, 'group.leave'>) {
    await this.groups.leave(caller, input);
    return {};
  }
}
