import { Controller, Get, Inject, NotFoundException, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PageFile } from './page-file.js';

/** Addresses that the client's own routes know. Another gets the page as well, which says so, but with status 404. */
const KNOWN =
  /^\/([lm]\/[^/]+|c\/[^/]+|conversations|design|login(\/oidc)?|register|confirm|forgot|reset|account|rooms)?\/?$/;

/** The client is one page; which screen it shows, it reads from the address. */
@Controller()
export class PagesController {
  constructor(@Inject(PageFile) private readonly page: PageFile) {}

  @Get(['/', '*path'])
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (/^\/(api|assets|socket\.io)(\/|$)/.test(request.path) || request.accepts('html') === false)
      throw new NotFoundException();
    const html = await this.page.read();
    response.status(html !== undefined && KNOWN.test(request.path) ? 200 : 404);
    response.setHeader('Cache-Control', 'no-cache');
    if (html === undefined)
      response.type('text/plain').send('The client is not built: dist/client/index.html is missing.\n');
    else response.type('html').send(html);
  }
}
