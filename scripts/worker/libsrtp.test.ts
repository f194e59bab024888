import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { fakeRun } from './fake-run.ts';
import { buildSrtpOverOpenssl, sourceLists } from './libsrtp.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'worker-srtp-'))));
afterEach(() => rm(folder, { recursive: true }));

it('turns both formats of package sources into sources of source packages', async () => {
  await mkdir(join(folder, 'sources.list.d'));
  await writeFile(join(folder, 'sources.list'), '# main\ndeb [signed-by=/k] http://mirror.invalid stable main\n');
  const stanza = 'Types: deb\nURIs: http://mirror.invalid\nSigned-By: /k\n';
  await writeFile(join(folder, 'sources.list.d/distribution.sources'), stanza);
  await writeFile(join(folder, 'sources.list.d/other.list.disabled'), 'deb http://other.invalid stable main\n');
  expect(await sourceLists(folder)).toEqual(
    new Map([
      ['sources.list', 'deb-src [signed-by=/k] http://mirror.invalid stable main\n'],
      ['distribution.sources', 'Types: deb-src\nURIs: http://mirror.invalid\nSigned-By: /k\n'],
    ]),
  );
});

it('leaves the packaged library in use, with one line saying why, where the source cannot be had', async () => {
  const lines: string[] = [];
  const { run } = fakeRun({ 'dpkg-query': '2.5.0-3', 'apt-get': 100 });
  const work = join(folder, 'work');
  expect(
    await buildSrtpOverOpenssl({ run, folder: work, log: (line) => void lines.push(line), aptFolder: folder }),
  ).toBe(undefined);
  expect(lines).toEqual([expect.stringContaining('packaged libsrtp')]);
});

it('asks for the source of the very version whose headers are installed', async () => {
  const { run, commands } = fakeRun({ 'dpkg-query': '2.5.0-3', 'apt-get': 100 });
  await buildSrtpOverOpenssl({ run, folder: join(folder, 'work'), log: () => undefined, aptFolder: folder });
  expect(commands.at(-1)).toMatch(/ source libsrtp2=2\.5\.0-3$/);
});
