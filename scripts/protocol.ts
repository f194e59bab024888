/*
 * Writes docs/protocol.md from the contracts, or with --check says whether it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProtocol } from './protocol/render.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'protocol.md');

const rendered = renderProtocol();

if (process.argv.includes('--check')) {
  if (readPage() !== rendered) {
    console.error('docs/protocol.md is not what the contracts say. Write it anew with: npm run protocol');
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, rendered);
  console.log('docs/protocol.md written.');
}

function readPage(): string {
  try {
    return readFileSync(PAGE, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw thrown;
  }
}
