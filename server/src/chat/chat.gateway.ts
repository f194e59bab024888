import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { ConversationsService } from './conversations.service.js';
import { GroupsService } from './groups.service.js';
import { MessagesService } from './messages.service.js';

type Requests = SignallingRequests;

@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class ChatGateway {
  constructor(
    @Inject(ConversationsService) private readonly conversations: ConversationsService,
    @Inject(MessagesService) private readonly messages: MessagesService,
    @Inject(GroupsService) private readonly groups: GroupsService,
  ) {}

  @OnRequest('chat.open')
  open(caller: Caller, input: Input<Requests, 'chat.open'>) {
    return this.conversations.open(caller, input);
  }

  @OnRequest('chat.list')
  async list(caller: Caller, _input: Input<Requests, 'chat.list'>) {
    return { conversations: [...(await this.conversations.list(caller))] };
  }

  @OnRequest('chat.start')
  start(caller: Caller, input: Input<Requests, 'chat.start'>) {
    return this.conversations.start(caller, input);
  }

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

  @OnRequest('people.find')
  async find(caller: Caller, { search }: Input<Requests, 'people.find'>) {
    return { people: [...(await this.conversations.people(caller, search))] };
  }

  @OnRequest('chat.send')
  send(caller: Caller, input: Input<Requests, 'chat.send'>) {
    return this.messages.send(caller, input);
  }

  @OnRequest('chat.range')
  range(caller: Caller, input: Input<Requests, 'chat.range'>) {
    return this.messages.range(caller, input);
  }

  @OnRequest('chat.page')
  page(caller: Caller, input: Input<Requests, 'chat.page'>) {
    return this.messages.page(caller, input);
  }

  @OnRequest('chat.changes')
  changes(caller: Caller, input: Input<Requests, 'chat.changes'>) {
    return this.messages.changes(caller, input);
  }

  @OnRequest('chat.mark')
  async mark(caller: Caller, input: Input<Requests, 'chat.mark'>) {
    await this.messages.mark(caller, input);
    return {};
  }

  @OnRequest('chat.type')
  async type(caller: Caller, input: Input<Requests, 'chat.type'>) {
    await this.messages.type(caller, input);
    return {};
  }

  @OnRequest('chat.edit')
  edit(caller: Caller, input: Input<Requests, 'chat.edit'>) {
    return this.messages.edit(caller, input);
  }

  @OnRequest('chat.delete')
  delete(caller: Caller, input: Input<Requests, 'chat.delete'>) {
    return this.messages.delete(caller, input);
  }

  @OnRequest('chat.react')
  react(caller: Caller, input: Input<Requests, 'chat.react'>) {
    return this.messages.react(caller, input);
  }

  @OnRequest('chat.mute')
  async mute(caller: Caller, input: Input<Requests, 'chat.mute'>) {
    await this.messages.mute(caller, input);
    return {};
  }

  @OnRequest('chat.search')
  search(caller: Caller, input: Input<Requests, 'chat.search'>) {
    return this.messages.search(caller, input);
  }
}
