// Runs after every install. npm 10 drops node_modules/.bin/node when the Node packages of two platforms are listed, and
// every command would then silently run on whatever Node the machine has; so the link is made again here.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { markInstalled, rootFolder } from './install-stamp.mjs';

const modules = join(rootFolder, 'node_modules');
const target = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
const link = join(modules, '.bin', 'node');

if (existsSync(target) && !existsSync(link)) {
  mkdirSync(dirname(link), { recursive: true });
  // A dangling link counts as absent above, but would still be in the way.
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), target), link);
}

// A plain `npm ci` or `npm install` is as good as ours, and need not be repeated by the next `npm start`; unless it left
// something out on request.
if (!process.env['npm_config_omit']) markInstalled();
