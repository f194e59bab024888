import { Module, type DynamicModule } from '@nestjs/common';
import { CLIENT_DIR, PageFile } from './page-file.js';
import { PagesController } from './pages.controller.js';

@Module({})
export class PagesModule {
  static with(clientDir: string): DynamicModule {
    return {
      module: PagesModule,
      controllers: [PagesController],
      providers: [{ provide: CLIENT_DIR, useValue: clientDir }, PageFile],
    };
  }
}
