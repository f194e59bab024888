import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AccountView, AvatarStored } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';

/** `npm run test:faults` asks for more. */
const MALFORMED_COUNT = Number(process.env['MALFORMED_UPLOADS'] ?? '200');
const BATCH_COUNT = 25;

let server: TestApp;
let mails: MailServer;
let ada: Visitor;
let dataDir: string;

beforeAll(async () => {
  mails = await startMailServer();
  dataDir = await mkdtemp(join(tmpdir(), 'parley-data-'));
  const limits = { ...DEFAULT_LIMITS, accountUploads: { maxCount: 2_000, windowMs: 60_000 } };
  const environment = { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org', DATA_DIR: dataDir };
  server = await startTestApp({ environment, limits });
  ada = await newMember(server.url, mails, 'ada@example.org');
});
afterAll(async () => {
  await server.close();
  await mails.close();
  await rm(dataDir, { recursive: true, force: true });
});

const stored = () => readdir(join(dataDir, 'uploads', 'avatars')).catch(() => [] as string[]);

function upload(bytes: Uint8Array, { name = 'me.png', type = 'image/png', visitor = ada } = {}): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  return visitor.send('PUT', '/account/avatar', form);
}

function photograph(format: 'png' | 'jpeg' | 'webp' | 'avif' | 'gif'): Promise<Buffer> {
  const create = { width: 640, height: 400, channels: 3 as const, background: '#3060c0' };
  return sharp({ create })
    .withExif({ IFD0: { Copyright: 'Ada', Model: 'SecretCamera' }, IFD3: { GPSLatitude: '52/1 31/1 12/1' } })
    .toFormat(format)
    .toBuffer();
}

describe('a picture', () => {
  it.each(['png', 'jpeg', 'webp', 'avif', 'gif'] as const)(
    'may be a %s; it is made small and tells nothing',
    async (format) => {
      const { avatarId, avatarUrl } = AvatarStored.parse(await (await upload(await photograph(format))).json());
      const shown = await fetch(`${server.url}${avatarUrl}`);
      expect(shown.headers.get('content-type')).toBe('image/webp');
      expect(shown.headers.get('cache-control')).toMatch('immutable');
      expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
      const bytes = Buffer.from(await shown.arrayBuffer());
      const { width, height, exif, icc, xmp } = await sharp(bytes).metadata();
      expect([width, height, exif, icc, xmp]).toEqual([256, 256, undefined, undefined, undefined]);
      expect(bytes.toString('latin1')).not.toMatch(/SecretCamera|Exif/);
      expect(AccountView.parse(await (await ada.get('/account')).json()).avatarUrl).toBe(avatarUrl);
      expect((await stored()).toSorted()).toEqual([avatarId, `${avatarId}.type`]);
    },
  );

  it('can be taken back', async () => {
    const { avatarUrl } = AvatarStored.parse(await (await upload(await photograph('png'))).json());
    for (let times = 0; times < 2; times += 1) expect((await ada.remove('/account/avatar')).status).toBe(204);
    expect((await fetch(`${server.url}${avatarUrl}`)).status).toBe(404);
    expect(AccountView.parse(await (await ada.get('/account')).json()).avatarUrl).toBeUndefined();
    expect(await stored()).toEqual([]);
  });

  it('is turned the right way up', async () => {
    const halves = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'red' } })
      .composite([{ input: { create: { width: 400, height: 200, channels: 3, background: 'blue' } }, top: 0, left: 0 }])
      .withMetadata({ orientation: 3 })
      .jpeg()
      .toBuffer();
    const { avatarUrl } = AvatarStored.parse(await (await upload(halves)).json());
    const bytes = Buffer.from(await (await fetch(`${server.url}${avatarUrl}`)).arrayBuffer());
    const pixels = await sharp(bytes).removeAlpha().raw().toBuffer();
    expect(pixels[0]).toBeGreaterThan(200); // red comes to the top
    expect(pixels[2]).toBeLessThan(60);
  });
});

/** A PNG that says it is far larger than anything it holds. */
function pixelBomb(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(100_000));
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('what is no picture', () => {
  it.each([
    ['an SVG', Buffer.from(SVG)],
    ['an SVG behind a byte order mark', Buffer.from(`\uFEFF  ${SVG}`)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a beginning of a GIF with HTML behind', Buffer.from('GIF89a<script>alert(1)</script>')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['nothing', Buffer.alloc(0)],
    ['noise', randomBytes(5_000)],
    ['a bomb of pixels', pixelBomb()],
  ])('is refused: %s', async (_what, bytes) => {
    const before = await stored();
    expect(await problemOf(await upload(bytes))).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(await stored()).toEqual(before);
  });

  it('is refused when it is too large', async () => {
    expect(await problemOf(await upload(randomBytes(4 * 1024 * 1024 + 1)))).toMatchObject({ status: 413 });
  });

  it('is refused when it is cut off', async () => {
    const whole = await photograph('jpeg');
    expect((await upload(whole.subarray(0, whole.length / 2))).status).toBe(400);
  });

  it('that hides behind a picture does not come out again', async () => {
    const both = Buffer.concat([await photograph('png'), Buffer.from(SVG)]);
    const { avatarUrl } = AvatarStored.parse(
      await (await upload(both, { name: '../../x.html', type: 'text/html' })).json(),
    );
    const bytes = Buffer.from(await (await fetch(`${server.url}${avatarUrl}`)).arrayBuffer());
    expect(bytes.toString('latin1')).not.toMatch('script');
    expect(await stored()).toHaveLength(2);
  });
});

describe('uploads', () => {
  it('take somebody who is signed in, before a byte is looked at', async () => {
    const guest = new Visitor(server.url);
    guest.token = (await server.guest()).token;
    expect((await upload(await photograph('png'), { visitor: guest })).status).toBe(401);
    expect((await upload(await photograph('png'), { visitor: new Visitor(server.url) })).status).toBe(401);
  });

  it('that are malformed leave the server standing', async () => {
    const broken = [
      '--x\r\n',
      '--x\r\ncontent-disposition: form-data\r\n\r\n',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\nx',
      `--x\r\ncontent-disposition: form-data; name="${'f'.repeat(500)}"\r\n\r\nx\r\n--x--`,
      '--x\r\ncontent-disposition: form-data; name="__proto__"; filename="a"\r\n\r\nx\r\n--x--',
      '--y\r\n\r\n--y--',
      '',
    ];
    const send = async (body: string) => {
      const answer = await fetch(`${server.url}/api/v1/account/avatar`, {
        method: 'PUT',
        body,
        headers: { authorization: `Bearer ${ada.token!}`, 'content-type': 'multipart/form-data; boundary=x' },
      });
      await answer.body?.cancel();
      return answer.status;
    };
    for (let round = 0; round < MALFORMED_COUNT / BATCH_COUNT; round += 1) {
      const bodies = Array.from(
        { length: BATCH_COUNT },
        (_, index) => `${broken[index % broken.length]!}${'\0'.repeat(round)}`,
      );
      for (const status of await Promise.all(bodies.map(send))) expect([400, 413]).toContain(status);
    }
    expect((await ada.get('/account')).status).toBe(200);
  });
});
