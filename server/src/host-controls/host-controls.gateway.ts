import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { SIGNAL_NAMESPACE, type Input, type SignallingRequests } from '#contracts';
import type { Caller } from '../wire/caller.js';
import { OnRequest } from '../wire/on-request.js';
import { BanningService } from './banning.service.js';
import { HostControlsService } from './host-controls.service.js';

type In<K extends keyof SignallingRequests> = Input<SignallingRequests, K>;

/** What hosts do to people and to the door. */
@WebSocketGateway({ namespace: SIGNAL_NAMESPACE })
export class HostControlsGateway {
  constructor(
    @Inject(HostControlsService) private readonly controls: HostControlsService,
    @Inject(BanningService) private readonly banning: BanningService,
  ) {}

  @OnRequest('host.mute')
  async mute(caller: Caller, input: In<'host.mute'>) {
    await this.controls.run(caller, 'host.mute', input);
    return {};
  }

  @OnRequest('host.muteAll')
  async muteAll(caller: Caller, input: In<'host.muteAll'>) {
    await this.controls.run(caller, 'host.muteAll', input);
    return {};
  }

  @OnRequest('host.askToUnmute')
  async askToUnmute(caller: Caller, input: In<'host.askToUnmute'>) {
    await this.controls.run(caller, 'host.askToUnmute', input);
    return {};
  }

  @OnRequest('host.stopCamera')
  async stopCamera(caller: Caller, input: In<'host.stopCamera'>) {
    await this.controls.run(caller, 'host.stopCamera', input);
    return {};
  }

  @OnRequest('host.stopShare')
  async stopShare(caller: Caller, input: In<'host.stopShare'>) {
    await this.controls.run(caller, 'host.stopShare', input);
    return {};
  }

  @OnRequest('host.setPermission')
  async setPermission(caller: Caller, input: In<'host.setPermission'>) {
    await this.controls.run(caller, 'host.setPermission', input);
    return {};
  }

  @OnRequest('host.setRole')
  async setRole(caller: Caller, input: In<'host.setRole'>) {
    await this.controls.run(caller, 'host.setRole', input);
    return {};
  }

  @OnRequest('host.remove')
  async remove(caller: Caller, input: In<'host.remove'>) {
    if (input.isBanned) await this.banning.ban(caller, input.participantId);
    await this.controls.run(caller, 'host.remove', input);
    return {};
  }

  @OnRequest('host.setAccess')
  async setAccess(caller: Caller, input: In<'host.setAccess'>) {
    await this.controls.run(caller, 'host.setAccess', input);
    return {};
  }

  @OnRequest('host.setStage')
  async setStage(caller: Caller, input: In<'host.setStage'>) {
    await this.controls.run(caller, 'host.setStage', input);
    return {};
  }

  @OnRequest('participant.rename')
  async rename(caller: Caller, input: In<'participant.rename'>) {
    await this.controls.run(caller, 'participant.rename', input);
    return {};
  }

  @OnRequest('host.emergency')
  async emergency(caller: Caller, input: In<'host.emergency'>) {
    const { facts } = await this.controls.run(caller, 'host.emergency', input);
    return { removedCount: facts.filter(({ kind }) => kind === 'participant.left').length };
  }
}
