import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { RoomsModule } from '../rooms/rooms.module.js';
import { AuditLog } from './audit-log.js';
import { BanningService } from './banning.service.js';
import { HostControlsGateway } from './host-controls.gateway.js';
import { HostControlsService } from './host-controls.service.js';
import { LobbyGateway } from './lobby.gateway.js';
import { MeetingToolsGateway } from './meeting-tools.gateway.js';
import { ReactionsService } from './reactions.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { SpeakingService } from './speaking.service.js';

@Module({
  imports: [RoomsModule, MeetingsModule, MediaModule],
  controllers: [ReportsController],
  providers: [
    HostControlsService,
    BanningService,
    ReactionsService,
    SpeakingService,
    AuditLog,
    ReportsService,
    HostControlsGateway,
    LobbyGateway,
    MeetingToolsGateway,
  ],
})
export class HostControlsModule {}
