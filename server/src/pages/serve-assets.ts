import { sep } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { compressedAssets, IMMUTABLE } from './compressed-assets.js';

/** Serves the files of the built client. Those under `assets/` have a hash in their name, so they never change. */
export function serveAssets(app: NestExpressApplication, clientDir: string): void {
  app.use(compressedAssets(clientDir));
  app.useStaticAssets(clientDir, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      const isHashed = path.startsWith(`${clientDir}${sep}assets${sep}`);
      response.setHeader('Cache-Control', isHashed ? IMMUTABLE : 'no-cache');
    },
  });
}
