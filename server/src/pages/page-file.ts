import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';

/** Injection token: the folder that the client was built into. */
export const CLIENT_DIR = Symbol('ClientDir');

/** The built client's one page. */
@Injectable()
export class PageFile {
  #html: string | undefined;

  constructor(@Inject(CLIENT_DIR) private readonly clientDir: string) {}

  /** Undefined while the client is not built. Read once; a new build comes with a new process. */
  async read(): Promise<string | undefined> {
    try {
      this.#html ??= await readFile(join(this.clientDir, 'index.html'), 'utf8');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
    }
    return this.#html;
  }
}
