import type { Secret } from '#kernel/secret';
import { z } from 'zod';
import { foreignSecretField, originField, type GroupFault } from './fields.js';

export const OBJECT_STORE_ENVIRONMENT = {
  DATA_DIR: z.string().min(1).max(4_096).default('./data'),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .exactOptional(),
  S3_REGION: z.string().min(1).max(64).default('us-east-1'),
  /** Another provider than Amazon. */
  S3_ENDPOINT: originField.exactOptional(),
  S3_ACCESS_KEY_ID: z.string().min(1).max(256).exactOptional(),
  S3_SECRET_ACCESS_KEY: foreignSecretField.exactOptional(),
};

type Read = z.output<z.ZodObject<typeof OBJECT_STORE_ENVIRONMENT>>;

/** A bucket that speaks S3. */
export interface S3Config {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/** Where files are kept that people upload. */
export interface ObjectStoreConfig {
  /** Used when there is no bucket. */
  readonly dataDir: string;
  readonly s3: S3Config | undefined;
}

export function objectStoreFault({ S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: Read): GroupFault | undefined {
  if (S3_BUCKET === undefined) return undefined;
  if (S3_ACCESS_KEY_ID === undefined) return { variable: 'S3_ACCESS_KEY_ID', message: 'must be set with S3_BUCKET' };
  if (S3_SECRET_ACCESS_KEY !== undefined) return undefined;
  return { variable: 'S3_SECRET_ACCESS_KEY', message: 'must be set with S3_BUCKET' };
}

export function objectStoreOf(read: Read): ObjectStoreConfig {
  const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = read;
  const s3 =
    S3_BUCKET === undefined || S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined
      ? undefined
      : {
          bucket: S3_BUCKET,
          region: read.S3_REGION,
          endpoint: read.S3_ENDPOINT,
          accessKeyId: S3_ACCESS_KEY_ID,
          secretAccessKey: S3_SECRET_ACCESS_KEY,
        };
  return { dataDir: read.DATA_DIR, s3 };
}
