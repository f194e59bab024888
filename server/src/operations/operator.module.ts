import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { OperatorController } from './operator.controller.js';

@Module({ imports: [MediaModule], controllers: [OperatorController] })
export class OperatorModule {}
