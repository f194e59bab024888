import {
  Controller,
  Headers,
  Inject,
  Param,
  Req,
  Res,
  UploadedFile,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import { API_PREFIX, AVATAR_MAX_BYTES, AvatarId, Refusal, type AvatarStored } from '#contracts';
import { RateLimits } from '../../wire/rate-limits.js';
import { Bearer } from '../../wire/rest/bearer.js';
import { Parsed } from '../../wire/rest/parsed.js';
import { Route } from '../../wire/rest/route.js';
import { AvatarsService } from './avatars.service.js';

/** One file and nothing else, held in memory for as long as it takes to look at it. */
const UPLOAD = FileInterceptor('file', {
  limits: { fileSize: AVATAR_MAX_BYTES, files: 1, fields: 0, parts: 1, headerPairs: 32, fieldNameSize: 32 },
});

/** Lets in only who may upload, before a byte of the body is read. */
class UploadersOnly implements NestInterceptor {
  constructor(
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<Request>();
    const { accountId } = await this.bearer.requireAccount(request.headers.authorization);
    await this.limits.accountUploads.demand(accountId);
    return next.handle();
  }
}

@Controller(API_PREFIX)
export class AvatarsController {
  constructor(
    @Inject(AvatarsService) private readonly avatars: AvatarsService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('account.setAvatar')
  @UseInterceptors(UploadersOnly, UPLOAD)
  async set(
    @Headers('authorization') authorization: string | undefined,
    @UploadedFile() file: { readonly buffer: Buffer } | undefined,
  ): Promise<AvatarStored> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    if (file === undefined) throw new Refusal('invalid-input', 'file: is missing; send it as a form');
    return this.avatars.set(accountId, file.buffer);
  }

  @Route('account.removeAvatar')
  async remove(@Headers('authorization') authorization: string | undefined): Promise<void> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    await this.avatars.remove(accountId);
  }

  @Route('avatars.get')
  async get(
    @Req() request: Request,
    @Param('avatarId', new Parsed(AvatarId)) avatarId: AvatarId,
    @Res() response: Response,
  ): Promise<void> {
    await this.limits.addressReads.demand(request.ip ?? 'unknown');
    const { bytes, contentType } = await this.avatars.get(avatarId);
    response.set({
      'Content-Type': contentType,
      'Content-Disposition': 'inline; filename="avatar.webp"',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    response.end(bytes);
  }
}
