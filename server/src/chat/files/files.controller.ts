import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Body, Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ServerConfig } from '#config';
import {
  API_PREFIX,
  ConversationId,
  ConversationQuery,
  FileId,
  FileRequest,
  PieceQuery,
  type FileLimits,
  type FileUpload,
} from '#contracts';
import { SERVER_CONFIG } from '../../core/tokens.js';
import { Parsed } from '../../wire/rest/parsed.js';
import { Route } from '../../wire/rest/route.js';
import { DownloadsService } from './downloads.service.js';
import { FileDoor } from './file-door.js';
import { pieceOf } from './piece.js';
import { UploadsService } from './uploads.service.js';

const CONVERSATION = new Parsed(ConversationId);
const FILE = new Parsed(FileId);
const ANY_QUERY = new Parsed(ConversationQuery);

/** What somebody else uploaded is never a page of ours, even where a browser opens it. */
const AS_A_FILE = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-store',
};

/** Who closes the page in the middle of a download has done nothing wrong, and nothing has gone wrong here. */
function unlessGivenUp(fault: unknown): void {
  if ((fault as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
}

/** Files of conversations: resumable uploads, and downloads as attachments. */
@Controller(API_PREFIX)
export class FilesController {
  constructor(
    @Inject(FileDoor) private readonly door: FileDoor,
    @Inject(UploadsService) private readonly uploads: UploadsService,
    @Inject(DownloadsService) private readonly downloads: DownloadsService,
    @Inject(SERVER_CONFIG) private readonly config: ServerConfig,
  ) {}

  @Route('files.limits')
  async limits(@Req() request: Request): Promise<FileLimits> {
    await this.door.passAnybody(request);
    const { fileMaxBytes, pictureMaxBytes } = this.config.files;
    return { fileMaxBytes, pictureMaxBytes };
  }

  @Route('files.begin')
  async begin(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Query(ANY_QUERY) _query: ConversationQuery,
    @Body(new Parsed(FileRequest)) wish: FileRequest,
  ): Promise<FileUpload> {
    const { identityId: uploaderId } = await this.door.toWrite(request, conversationId);
    return this.uploads.begin({ conversationId, uploaderId }, wish);
  }

  @Route('files.append')
  async append(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Param('fileId', FILE) fileId: FileId,
    @Query(new Parsed(PieceQuery)) { offsetBytes }: PieceQuery,
  ): Promise<FileUpload> {
    // Before a byte of the body is read.
    const { identityId: uploaderId } = await this.door.toWrite(request, conversationId);
    const bytes = await pieceOf(request);
    return this.uploads.append({ conversationId, uploaderId, fileId }, { offsetBytes, bytes });
  }

  @Route('files.state')
  async state(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Param('fileId', FILE) fileId: FileId,
    @Query(ANY_QUERY) _query: ConversationQuery,
  ): Promise<FileUpload> {
    const { identityId: uploaderId } = await this.door.toRead(request, conversationId);
    return this.uploads.state({ conversationId, uploaderId, fileId });
  }

  @Route('files.abandon')
  async abandon(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Param('fileId', FILE) fileId: FileId,
    @Query(ANY_QUERY) _query: ConversationQuery,
  ): Promise<void> {
    const { identityId: uploaderId } = await this.door.toRead(request, conversationId);
    await this.uploads.abandon({ conversationId, uploaderId, fileId });
  }

  @Route('files.get')
  async get(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Param('fileId', FILE) fileId: FileId,
    @Query(ANY_QUERY) _query: ConversationQuery,
    @Res() response: Response,
  ): Promise<void> {
    const standing = await this.door.toRead(request, conversationId);
    const { name, sizeBytes, pieces } = await this.downloads.file(standing, fileId);
    response.attachment(name);
    response.set({ ...AS_A_FILE, 'Content-Type': 'application/octet-stream', 'Content-Length': String(sizeBytes) });
    await pipeline(Readable.from(pieces), response).catch(unlessGivenUp);
  }

  @Route('files.preview')
  async preview(
    @Req() request: Request,
    @Param('conversationId', CONVERSATION) conversationId: ConversationId,
    @Param('fileId', FILE) fileId: FileId,
    @Query(ANY_QUERY) _query: ConversationQuery,
    @Res() response: Response,
  ): Promise<void> {
    const standing = await this.door.toRead(request, conversationId);
    const bytes = await this.downloads.preview(standing, fileId);
    response.attachment('preview.webp');
    response.set({ ...AS_A_FILE, 'Content-Type': 'image/webp' });
    response.end(bytes);
  }
}
