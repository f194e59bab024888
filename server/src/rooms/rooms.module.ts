import { Module } from '@nestjs/common';
import { ClaimsController } from './claims.controller.js';
import { RoomKeeping } from './room-keeping.service.js';
import { RoomPasswordsController } from './room-passwords.controller.js';
import { RoomPasswords } from './room-passwords.service.js';
import { RoomSharingController } from './room-sharing.controller.js';
import { RoomSharing } from './room-sharing.service.js';
import { RoomsController } from './rooms.controller.js';
import { RoomsService } from './rooms.service.js';

@Module({
  controllers: [RoomsController, RoomPasswordsController, RoomSharingController, ClaimsController],
  providers: [RoomsService, RoomKeeping, RoomPasswords, RoomSharing],
  exports: [RoomsService, RoomKeeping],
})
export class RoomsModule {}
