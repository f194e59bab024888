import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Controller, Get, Header, NotFoundException, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { openApi } from './openapi.js';

export const DOCS_PATH = '/api/docs';
const OPENAPI_PATH = '/api/openapi.json';

/** The files of Swagger UI that its page loads. The others in its folder are none of a reader's business. */
const FILES = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Parley API</title>
    <link rel="icon" type="image/png" href="${DOCS_PATH}/favicon-32x32.png" />
    <link rel="stylesheet" href="${DOCS_PATH}/swagger-ui.css" />
  </head>
  <body>
    <main id="description"></main>
    <script src="${DOCS_PATH}/swagger-ui-bundle.js"></script>
    <script src="${DOCS_PATH}/start.js"></script>
  </body>
</html>
`;

const START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', paint);
paint();
SwaggerUIBundle({ url: '${OPENAPI_PATH}', dom_id: '#description', deepLinking: true });
`;

/** Describes the REST API, for programs and on a page to read it on. */
@Controller()
export class ApiDocsController {
  readonly #folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  #description: ReturnType<typeof openApi> | undefined;

  @Get(OPENAPI_PATH)
  description(): ReturnType<typeof openApi> {
    return (this.#description ??= openApi());
  }

  @Get(DOCS_PATH)
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return PAGE;
  }

  @Get(`${DOCS_PATH}/start.js`)
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get(`${DOCS_PATH}/:file`)
  file(@Param('file') file: string, @Res() response: Response): void {
    if (!FILES.has(file)) throw new NotFoundException();
    response.sendFile(file, { root: this.#folder });
  }
}
