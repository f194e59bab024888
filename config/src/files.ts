import { FILE_MAX_BYTES } from '#contracts';
import type { z } from 'zod';
import { wholeNumber } from './fields.js';

const MEGABYTE_BYTES = 1024 * 1024;

export const FILES_ENVIRONMENT = {
  FILE_MAX_MB: wholeNumber(1, FILE_MAX_BYTES / MEGABYTE_BYTES).default(100),
  FILE_PICTURE_MAX_MB: wholeNumber(1, 100).default(25),
  FILES_PER_PERSON_MAX_MB: wholeNumber(1, 1_000_000_000).default(2_000),
  FILES_PER_CONVERSATION_MAX_MB: wholeNumber(1, 1_000_000_000).default(10_000),
};

type Read = z.output<z.ZodObject<typeof FILES_ENVIRONMENT>>;

/** How much people may send in files. */
export interface FilesConfig {
  readonly fileMaxBytes: number;
  /** Pictures are opened whole, so they cost memory. */
  readonly pictureMaxBytes: number;
  /** What one person has uploaded and is still kept. */
  readonly personMaxBytes: number;
  readonly conversationMaxBytes: number;
}

export function filesOf(read: Read): FilesConfig {
  const fileMaxBytes = read.FILE_MAX_MB * MEGABYTE_BYTES;
  return {
    fileMaxBytes,
    pictureMaxBytes: Math.min(fileMaxBytes, read.FILE_PICTURE_MAX_MB * MEGABYTE_BYTES),
    personMaxBytes: read.FILES_PER_PERSON_MAX_MB * MEGABYTE_BYTES,
    conversationMaxBytes: read.FILES_PER_CONVERSATION_MAX_MB * MEGABYTE_BYTES,
  };
}
