import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import {
  FILE_PIECE_MAX_BYTES,
  FileUpload,
  Problem,
  type ChatMessage,
  type ConversationId,
  type FileId,
  type GuestIssued,
  type Output,
  type RoomId,
  type SignallingRequests,
} from '#contracts';
import { diceOf } from '#kernel';
import { FileRemoval } from '../src/chat/files/file-removal.js';
import { FakeHost } from './support/fake-host.js';
import { eventually, World, type Person } from './support/world.js';

/** `npm run test:faults -- upload-cuts` asks for more. */
const CUT_COUNT = Number(process.env['UPLOAD_CUTS'] ?? '12');
const CUT_SEED = Number(process.env['UPLOAD_CUT_SEED'] ?? '20261121');

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let dataDir: string;
let roomId: RoomId;
let hana: Person;
let gus: Person & { readonly joined: Output<SignallingRequests, 'meeting.join'> };
let conversationId: ConversationId;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-files-'));
  world = await World.open({
    DATA_DIR: dataDir,
    FILE_MAX_MB: '4',
    FILES_PER_PERSON_MAX_MB: '40',
    FILES_PER_CONVERSATION_MAX_MB: '60',
  });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
  gus = await world.joined(roomId);
  conversationId = (await hana.ask('chat.open', { roomId })).conversation.conversationId;
});
afterAll(async () => {
  host.hangUp();
  await world.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Sent {
  readonly to?: ConversationId;
  readonly body?: Uint8Array | object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(method: string, path: string, by: Person, { to = conversationId, body, headers }: Sent = {}) {
  const isBytes = body instanceof Uint8Array;
  return fetch(`${world.url}/api/v1/conversations/${to}/files${path}`, {
    method,
    headers: {
      authorization: `Bearer ${by.guest.token}`,
      ...(body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
}

async function uploadOf(answer: Response): Promise<FileUpload> {
  return FileUpload.parse(await answer.json());
}

async function codeOf(answer: Response): Promise<string> {
  return Problem.parse(await answer.json()).code;
}

async function begun(by: Person, name: string, sizeBytes: number, key: string = randomUUID()): Promise<FileUpload> {
  return uploadOf(await send('POST', '', by, { body: { key, name, sizeBytes } }));
}

function piece(by: Person, { fileId }: FileUpload, offsetBytes: number, body: Uint8Array): Promise<Response> {
  return send('PATCH', `/${fileId}?offsetBytes=${offsetBytes}`, by, { body });
}

/** The answer to the last piece. */
async function uploaded(by: Person, name: string, bytes: Uint8Array): Promise<Response> {
  const upload = await begun(by, name, bytes.length);
  for (let offset = 0; ; offset += FILE_PIECE_MAX_BYTES) {
    const answer = await piece(by, upload, offset, bytes.subarray(offset, offset + FILE_PIECE_MAX_BYTES));
    if (offset + FILE_PIECE_MAX_BYTES >= bytes.length || !answer.ok) return answer;
  }
}

async function fileOf(by: Person, name: string, bytes: Uint8Array): Promise<FileId> {
  return (await uploadOf(await uploaded(by, name, bytes))).fileId;
}

function say(by: Person, text: string, attachmentIds: FileId[], key: string = randomUUID()) {
  return by.ask('chat.send', { conversationId, key, text, attachmentIds });
}

async function messageAt(by: Person, seq: number): Promise<ChatMessage | undefined> {
  const { messages } = await by.ask('chat.range', { conversationId, fromSeq: seq, toSeq: seq });
  return messages[0];
}

const objectsOf = (fileId: FileId): Promise<string[]> =>
  readdir(join(dataDir, 'uploads', 'files', fileId)).catch(() => []);

describe('a file', () => {
  it('goes up in pieces, is carried by a message, and comes down whole, as an attachment', async () => {
    const bytes = randomBytes(FILE_PIECE_MAX_BYTES * 2 + 77);
    const upload = await uploadOf(await uploaded(hana, 'Jahres bericht – 2026.bin', bytes));
    expect(upload.attachment).toMatchObject({ name: 'Jahres bericht – 2026.bin', sizeBytes: bytes.length });
    const { seq } = await say(hana, '', [upload.fileId]);
    await eventually(() => !saidTo(gus).some((one) => one.seq === seq) && 'the message');
    const told = saidTo(gus).find((one) => one.seq === seq);
    expect(told).toMatchObject({ text: '', attachments: [upload.attachment] });
    expect(await messageAt(gus, seq)).toEqual(told);
    const answer = await send('GET', `/${upload.fileId}`, gus);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch('sandbox');
    expect(answer.headers.get('cache-control')).toMatch('no-store');
  });

  it('goes on where it was, whatever was cut off and however often it is asked', async () => {
    const bytes = randomBytes(FILE_PIECE_MAX_BYTES + 5_000);
    const key = randomUUID();
    const upload = await begun(hana, 'cut.bin', bytes.length, key);
    const half = bytes.subarray(0, FILE_PIECE_MAX_BYTES);
    for (const cutAt of [1, 4_096, 500_000]) {
      await cutOff(upload, half, { offsetBytes: 0, cutAt });
      expect((await begun(hana, 'cut.bin', bytes.length, key)).offsetBytes).toBe(0);
    }
    expect((await uploadOf(await piece(hana, upload, 0, half))).offsetBytes).toBe(half.length);
    expect(await codeOf(await piece(hana, upload, 0, half))).toBe('conflict');
    expect(await codeOf(await piece(hana, upload, half.length + 1, bytes.subarray(half.length + 1)))).toBe('conflict');
    const again = await begun(hana, 'cut.bin', bytes.length, key);
    expect(again).toMatchObject({ fileId: upload.fileId, offsetBytes: half.length });
    const [first, second] = await Promise.all(
      [1, 2].map(() => piece(hana, again, half.length, bytes.subarray(half.length))),
    );
    expect(new Set([first!.status, second!.status])).toEqual(new Set([200, 409]));
    const whole = await uploadOf(await send('GET', `/${upload.fileId}/upload`, hana));
    expect(whole.attachment?.sizeBytes).toBe(bytes.length);
    const down = await send('GET', `/${upload.fileId}`, hana);
    expect(Buffer.from(await down.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it(`broken off ${CUT_COUNT} times anywhere (seed ${CUT_SEED}) is nothing to see, to send or to keep`, async () => {
    const dice = diceOf(CUT_SEED);
    for (let cut = 0; cut < CUT_COUNT; cut += 1) {
      const bytes = randomBytes(1 + Math.floor(dice() * FILE_PIECE_MAX_BYTES * 1.5));
      const upload = await begun(hana, `cut-${cut}.bin`, bytes.length);
      const { fileId } = upload;
      const cutAt = Math.floor(dice() * bytes.length);
      const wholeBytes = Math.floor(cutAt / FILE_PIECE_MAX_BYTES) * FILE_PIECE_MAX_BYTES;
      if (wholeBytes > 0) await piece(hana, upload, 0, bytes.subarray(0, wholeBytes));
      const broken = bytes.subarray(wholeBytes, wholeBytes + FILE_PIECE_MAX_BYTES);
      await cutOff(upload, broken, { offsetBytes: wholeBytes, cutAt: cutAt - wholeBytes });
      expect((await uploadOf(await send('GET', `/${fileId}/upload`, hana))).offsetBytes).toBe(wholeBytes);
      expect((await send('GET', `/${fileId}`, hana)).status).toBe(404);
      await expect(say(hana, 'half', [fileId])).rejects.toMatchObject({ code: 'not-found' });
      await world.query('UPDATE chat_files SET expires_at = now() WHERE file_id = $1', [fileId]);
      await world.app.get(FileRemoval).sweep();
      expect(await world.query('SELECT file_id FROM chat_files WHERE file_id = $1', [fileId])).toEqual([]);
      expect(await objectsOf(fileId)).toEqual([]);
    }
  });

  it('that a server died over leaves nothing on the disk when it is given up', async () => {
    const upload = await begun(hana, 'died.bin', 2_000_000);
    await piece(hana, upload, 0, randomBytes(1_000));
    const folder = join(dataDir, 'uploads', 'files', upload.fileId);
    const [object = ''] = (await readdir(folder)).filter((name) => !name.endsWith('.type'));
    await writeFile(join(folder, `${object}.${randomUUID()}.part`), randomBytes(500));
    await world.query('UPDATE chat_files SET expires_at = now() WHERE file_id = $1', [upload.fileId]);
    await world.app.get(FileRemoval).sweep();
    expect(await objectsOf(upload.fileId)).toEqual([]);
  });

  it('is there for nobody before its message, and never for who may not read that', async () => {
    const fileId = await fileOf(hana, 'secret.bin', randomBytes(100));
    expect((await send('GET', `/${fileId}`, gus)).status).toBe(404);
    const { seq } = await say(hana, 'look', [fileId]);
    expect((await send('GET', `/${fileId}`, gus)).status).toBe(200);
    const stranger = await world.person();
    const elsewhere = await world.joined(await world.room(owner));
    const own = (await elsewhere.ask('chat.list', {})).conversations[0]!.conversation.conversationId;
    for (const [by, to] of [
      [stranger, conversationId],
      [elsewhere, conversationId],
      [elsewhere, own],
    ] as const) {
      for (const path of [`/${fileId}`, `/${fileId}/preview`, `/${fileId}/upload`]) {
        const answer = await send('GET', path, by, { to });
        expect([answer.status, await codeOf(answer)]).toEqual([404, 'not-found']);
      }
      expect(await codeOf(await send('PATCH', `/${fileId}?offsetBytes=0`, by, { to, body: randomBytes(1) }))).toBe(
        'not-found',
      );
    }
    expect((await fetch(`${world.url}/api/v1/conversations/${conversationId}/files/${fileId}`)).status).toBe(401);
    expect(await messageAt(gus, seq)).toMatchObject({ attachments: [{ fileId }] });
  });

  it('belongs to its uploader, its conversation and one message only', async () => {
    const fileId = await fileOf(hana, 'mine.bin', randomBytes(10));
    const before = (await hana.ask('chat.open', { roomId })).conversation.lastSeq;
    await expect(say(gus, 'mine now', [fileId])).rejects.toMatchObject({ code: 'not-found' });
    const unfinished = await begun(hana, 'half.bin', 10);
    await expect(say(hana, 'half', [unfinished.fileId])).rejects.toMatchObject({ code: 'not-found' });
    await expect(say(hana, 'both', [fileId, randomUUID() as FileId])).rejects.toMatchObject({ code: 'not-found' });
    await gus.ask('chat.open', { roomId });
    const direct = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
    const there = { conversationId: direct.conversation.conversationId, key: randomUUID(), text: 'there' };
    await expect(hana.ask('chat.send', { ...there, attachmentIds: [fileId] })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await hana.ask('chat.open', { roomId })).conversation.lastSeq).toBe(before);
    const key = randomUUID();
    const [first, again] = [await say(hana, 'here', [fileId], key), await say(hana, 'here', [fileId], key)];
    expect(again).toEqual(first);
    await expect(say(hana, 'twice', [fileId])).rejects.toMatchObject({ code: 'not-found' });
    expect(await codeOf(await send('DELETE', `/${fileId}`, hana))).toBe('conflict');
  });

  it('may be sent in a private conversation between guests, and is for nobody else in the meeting', async () => {
    const gia = await world.joined(roomId);
    const participantId = gus.joined.participantId;
    const opened = await gia.ask('chat.start', { kind: 'private', participantId });
    const to = opened.conversation.conversationId;
    const body = { key: randomUUID(), name: 'a.txt', sizeBytes: 2 };
    const upload = await uploadOf(await send('POST', `?room=${roomId}`, gia, { to, body }));
    await send('PATCH', `/${upload.fileId}?offsetBytes=0&room=${roomId}`, gia, { to, body: Buffer.from('hi') });
    await gia.ask('chat.send', { conversationId: to, key: randomUUID(), text: '', attachmentIds: [upload.fileId] });
    expect(await (await send('GET', `/${upload.fileId}`, gus, { to })).text()).toBe('hi');
    expect((await send('GET', `/${upload.fileId}`, hana, { to })).status).toBe(404);
  });
});

describe('a picture', () => {
  const photograph = (format: 'png' | 'jpeg' | 'webp' | 'avif' | 'gif') =>
    sharp({ create: { width: 1_200, height: 600, channels: 3, background: '#3060c0' } })
      .withExif({ IFD0: { Copyright: 'Ada', Model: 'SecretCamera' }, IFD3: { GPSLatitude: '52/1 31/1 12/1' } })
      .toFormat(format)
      .toBuffer();

  it.each(['png', 'jpeg', 'webp', 'avif', 'gif'] as const)(
    'as %s is written anew without its metadata, with a preview',
    async (format) => {
      const { fileId, attachment } = await uploadOf(await uploaded(hana, `view.${format}`, await photograph(format)));
      expect(attachment).toMatchObject({
        mediaType: `image/${format === 'avif' ? 'webp' : format}`,
        picture: { widthPx: 1_200, heightPx: 600 },
      });
      await say(hana, '', [fileId]);
      const bytes = Buffer.from(await (await send('GET', `/${fileId}`, gus)).arrayBuffer());
      expect(bytes.length).toBe(attachment?.sizeBytes);
      expect(bytes.includes('SecretCamera')).toBe(false);
      const { exif, xmp } = await sharp(bytes).metadata();
      expect([exif, xmp]).toEqual([undefined, undefined]);
      const preview = await send('GET', `/${fileId}/preview`, gus);
      expect(preview.headers.get('content-type')).toBe('image/webp');
      const small = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
      expect([small.width, small.height]).toEqual([960, 480]);
      // What was uploaded is not kept beside it.
      expect(await objectsOf(fileId)).toHaveLength(4);
    },
  );

  it('by its name only, or cut off, is refused and leaves nothing', async () => {
    const html = Buffer.from('<script>alert(1)</script>');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const jpeg = await photograph('jpeg');
    const polyglot = Buffer.concat([jpeg.subarray(0, 4), Buffer.from('<script>alert(1)</script>')]);
    for (const [name, bytes] of [
      ['a.png', html],
      ['b.jpg', svg],
      ['c.jpg', jpeg.subarray(0, 300)],
      ['d.gif', polyglot],
    ] as const) {
      const upload = await begun(hana, name, bytes.length);
      expect(await codeOf(await piece(hana, upload, 0, bytes))).toBe('invalid-input');
      expect((await send('GET', `/${upload.fileId}/upload`, hana)).status).toBe(404);
      expect(await objectsOf(upload.fileId)).toEqual([]);
    }
    const asFile = await uploadOf(await uploaded(hana, 'drawing.svg', svg));
    expect(asFile.attachment).toMatchObject({ mediaType: 'text/plain' });
    expect(asFile.attachment).not.toHaveProperty('picture');
    expect((await send('GET', `/${asFile.fileId}/preview`, hana)).status).toBe(404);
  });
});

describe('what is kept', () => {
  it('has bounds: for a file, a piece, a person and a conversation', async () => {
    const body = { key: randomUUID(), name: 'huge.bin', sizeBytes: 4 * 1024 * 1024 + 1 };
    expect(await codeOf(await send('POST', '', hana, { body }))).toBe('limit-reached');
    const upload = await begun(hana, 'large.bin', 3 * 1024 * 1024);
    expect(await codeOf(await piece(hana, upload, 0, randomBytes(FILE_PIECE_MAX_BYTES + 1)))).toBe('invalid-input');
    const json = await send('PATCH', `/${upload.fileId}?offsetBytes=0`, hana, { body: { a: 1 } });
    expect(await codeOf(json)).toBe('invalid-input');
    const greedy = await world.joined(roomId);
    const codes: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const answer = await send('POST', '', greedy, {
        body: { ...body, key: randomUUID(), sizeBytes: 4 * 1024 * 1024 },
      });
      codes.push(answer.ok ? 'ok' : await codeOf(answer));
    }
    expect(codes.filter((code) => code === 'ok')).toHaveLength(10);
    expect(new Set(codes.slice(10))).toEqual(new Set(['limit-reached']));
    await world.query(`DELETE FROM chat_files WHERE uploader_id = $1`, [greedy.guest.identityId]);
    expect((await fetch(`${world.url}/api/v1/file-limits`)).ok).toBe(true);
  });

  it('is deleted with its message, and when nobody went on with it', async () => {
    const removal = world.app.get(FileRemoval);
    const [said, unsaid] = [
      await fileOf(hana, 'said.bin', randomBytes(9)),
      await fileOf(hana, 'unsaid.bin', randomBytes(9)),
    ];
    const half = await begun(hana, 'half.bin', 2_000_000);
    await piece(hana, half, 0, randomBytes(1_000));
    const { seq } = await say(hana, 'with it', [said]);
    await world.query(`UPDATE chat_files SET expires_at = now() WHERE file_id = ANY($1::uuid[])`, [
      [unsaid, half.fileId],
    ]);
    await removal.sweep();
    expect(await Promise.all([said, unsaid, half.fileId].map(objectsOf))).toEqual([expect.any(Array), [], []]);
    expect((await send('GET', `/${said}`, gus)).status).toBe(200);
    await hana.ask('chat.delete', { conversationId, seq });
    expect((await send('GET', `/${said}`, gus)).status).toBe(404);
    expect(await messageAt(gus, seq)).not.toHaveProperty('attachments');
    await removal.sweep();
    expect(await objectsOf(said)).toEqual([]);
    const left = await world.query('SELECT file_id FROM chat_files WHERE file_id = ANY($1::uuid[])', [
      [said, unsaid, half.fileId],
    ]);
    expect(left).toEqual([]);
  });

  it('goes with what the retention setting removes', async () => {
    const fileId = await fileOf(hana, 'old.bin', randomBytes(9));
    const { seq } = await say(hana, 'old', [fileId]);
    await world.query('DELETE FROM messages WHERE conversation_id = $1 AND seq = $2', [conversationId, seq]);
    await world.app.get(FileRemoval).sweep();
    expect(await objectsOf(fileId)).toEqual([]);
    expect((await send('GET', `/${fileId}`, hana)).status).toBe(404);
  });
});

function saidTo(person: Person): ChatMessage[] {
  return person.all('chat.said').flatMap(({ messages }) => messages);
}

/** Sends a part of a piece that says it is longer, and breaks the connection off. */
function cutOff(
  { fileId }: FileUpload,
  bytes: Uint8Array,
  { offsetBytes, cutAt }: { readonly offsetBytes: number; readonly cutAt: number },
): Promise<void> {
  const { port, hostname } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `PATCH /api/v1/conversations/${conversationId}/files/${fileId}?offsetBytes=${offsetBytes} HTTP/1.1\r\n` +
          `host: ${hostname}\r\nauthorization: Bearer ${hana.guest.token}\r\n` +
          `content-type: application/octet-stream\r\ncontent-length: ${bytes.length}\r\n\r\n`,
      );
      socket.write(bytes.subarray(0, cutAt), () => socket.destroy());
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}
