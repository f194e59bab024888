import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '#config';
import { requireKey, type ObjectStore, type StoredObject } from '../core/object-store.js';

const ATTEMPTS_MAX_COUNT = 3;
const REQUEST_MAX_MS = 10_000;

/** A bucket of Amazon's, or of any provider that speaks S3. */
export class S3ObjectStore implements ObjectStore {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor({ bucket, region, endpoint, accessKeyId, secretAccessKey }: S3Config) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
      maxAttempts: ATTEMPTS_MAX_COUNT,
      requestHandler: { requestTimeout: REQUEST_MAX_MS, connectionTimeout: REQUEST_MAX_MS },
      // Other providers need not know buckets as host names.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    });
  }

  async put(key: string, { bytes, contentType }: StoredObject): Promise<void> {
    const input = { Bucket: this.#bucket, Key: requireKey(key), Body: bytes, ContentType: contentType };
    await this.#client.send(new PutObjectCommand(input));
  }

  async get(key: string): Promise<StoredObject | undefined> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: requireKey(key) }));
      const bytes = await answer.Body?.transformToByteArray();
      return bytes && { bytes, contentType: answer.ContentType ?? 'application/octet-stream' };
    } catch (thrown) {
      if (thrown instanceof NoSuchKey) return undefined;
      throw thrown;
    }
  }

  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: requireKey(key) }));
  }

  close(): void {
    this.#client.destroy();
  }
}
