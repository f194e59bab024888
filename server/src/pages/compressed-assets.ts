import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { SharedTask } from '#kernel';

/** A hashed name never changes its content, so a browser need not ask again. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

const compressors = {
  // The highest quality takes seconds for a tenth less, and the first visitor waits for it.
  br: (plain: Buffer) => promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (plain: Buffer) => promisify(gzip)(plain, { level: 9 }),
};

/** One file of text in the folder of hashed assets; a name can lead nowhere else. */
const ASSET = /^\/assets\/([\w-][\w.-]*\.(?:js|css|svg|json))$/;

/**
 * Answers with compressed hashed assets, each compressed at its first request and kept in memory: there are few, and they
 * never change. What it does not know it leaves to whoever comes next.
 */
export function compressedAssets(clientDir: string): RequestHandler {
  const made = new SharedTask<string, Buffer>();

  async function answer(request: Request, response: Response): Promise<boolean> {
    const [, name] = ASSET.exec(request.path) ?? [];
    const encoding = request.acceptsEncodings(['br', 'gzip']);
    if (name === undefined || request.method !== 'GET' || (encoding !== 'br' && encoding !== 'gzip')) return false;
    try {
      const body = await made.get(`${encoding} ${name}`, async () =>
        compressors[encoding](await readFile(join(clientDir, 'assets', name))),
      );
      response.setHeader('Content-Encoding', encoding);
      response.setHeader('Vary', 'Accept-Encoding');
      response.setHeader('Cache-Control', IMMUTABLE);
      response.type(extname(name)).send(body);
      return true;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw fault;
    }
  }

  return async (request, response, next) => {
    if (!(await answer(request, response))) next();
  };
}
