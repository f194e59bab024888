/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { FILE_PIECE_MAX_BYTES, FileId, Refusal, type FileUpload } from '#contracts';
import { ManualClock } from '#kernel';
import { Unreachable } from '../failure.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { Upload, type UploadLine } from './upload.js';
import { UploadKeys } from './upload-keys.js';

const SIZE_BYTES = FILE_PIECE_MAX_BYTES * 2 + 10;

/** A server that stores pieces, and does with each request what `before` says first. */
class FakeStore implements UploadLine {
  storedBytes = 0;
  beginCount = 0;
  abandonedCount = 0;
  readonly offsets: number[] = [];
  before: (request: string) => void = () => undefined;
  after: (request: string) => void = () => undefined;

  begin(): Promise<FileUpload> {
    return this.#answer('begin', () => (this.beginCount += 1));
  }

  append(
    { offsetBytes }: FileUpload,
    bytes: Blob,
    { onSent }: Parameters<UploadLine['append']>[2],
  ): Promise<FileUpload> {
    return this.#answer('append', () => {
      if (offsetBytes !== this.storedBytes) throw new Refusal('conflict', 'Not here.');
      this.offsets.push(offsetBytes);
      onSent(bytes.size);
      this.storedBytes += bytes.size;
    });
  }

  abandon(): Promise<void> {
    this.abandonedCount += 1;
    return Promise.resolve();
  }

  async #answer(request: string, act: () => void): Promise<FileUpload> {
    await Promise.resolve();
    this.before(request);
    act();
    this.after(request);
    return this.#state();
  }

  #state(): FileUpload {
    const fileId = FileId.parse('00000000-0000-4000-8000-00000000f11e');
    const attachment = { fileId, name: 'notes.txt', sizeBytes: SIZE_BYTES, mediaType: 'text/plain' };
    const isWhole = this.storedBytes === SIZE_BYTES;
    return {
      fileId,
      sizeBytes: SIZE_BYTES,
      offsetBytes: this.storedBytes,
      expiresAtMs: 1,
      ...(isWhole && { attachment }),
    };
  }
}

function begun(store = new FakeStore()) {
  const clock = new ManualClock();
  const over = { count: 0 };
  const file = new File([new Uint8Array(SIZE_BYTES)], 'notes.txt');
  const upload = new Upload({ file, line: store, clock, random: () => 0, onOver: () => void (over.count += 1) });
  return { store, clock, over, upload };
}

it('sends a file piece by piece and says how far it is', async () => {
  const { upload, store, over } = begun();
  const ratios: number[] = [];
  upload.state.watch(() => {
    const state = upload.state.get();
    if (state.kind === 'sending') ratios.push(state.sentRatio);
  });
  await turns();
  expect(upload.state.get()).toMatchObject({ kind: 'done', attachment: { name: 'notes.txt' } });
  expect(store.offsets).toEqual([0, FILE_PIECE_MAX_BYTES, FILE_PIECE_MAX_BYTES * 2]);
  expect(ratios).toEqual(ratios.toSorted((one, other) => one - other));
  expect(ratios.at(-1)).toBe(1);
  expect(over.count).toBe(1);
});

it('goes on where the server is when the connection breaks off, before or after a piece was stored', async () => {
  for (const side of ['before', 'after'] as const) {
    const store = new FakeStore();
    let isBroken = true;
    store[side] = (request) => {
      if (request === 'append' && store.storedBytes >= FILE_PIECE_MAX_BYTES && isBroken) throw new Unreachable('Gone.');
    };
    const { upload, clock } = begun(store);
    await turns();
    expect(upload.state.get()).toMatchObject({ kind: 'waiting' });
    isBroken = false;
    clock.advance(500);
    await turns();
    expect(upload.state.get()).toMatchObject({ kind: 'done' });
    expect(new Set(store.offsets).size).toBe(store.offsets.length);
  }
});

it('asks where the server is after a piece that did not fit, and gives up on one that never agrees', async () => {
  const store = new FakeStore();
  store.before = (request) => {
    if (request === 'append') throw new Refusal('conflict', 'Elsewhere.');
  };
  const { upload } = begun(store);
  await turns();
  expect(upload.state.get()).toEqual({ kind: 'failed', why: 'conflict' });
  expect(store.beginCount).toBe(6);
  store.before = () => undefined;
  upload.retry();
  await turns();
  expect(upload.state.get()).toMatchObject({ kind: 'done' });
});

it('ends with what the server does not take', async () => {
  const store = new FakeStore();
  store.before = () => {
    throw new Refusal('limit-reached', 'Too large.');
  };
  const { upload, over } = begun(store);
  await turns();
  expect(upload.state.get()).toEqual({ kind: 'failed', why: 'limit-reached' });
  expect(over.count).toBe(1);
});

it('sends nothing more once it was given up, and tells the server', async () => {
  const store = new FakeStore();
  let upload: Upload | undefined;
  store.after = (request) => {
    if (request === 'append') upload?.cancel();
  };
  const made = begun(store);
  upload = made.upload;
  await turns();
  upload.cancel();
  made.clock.advance(60_000);
  await turns();
  expect(upload.state.get()).toEqual({ kind: 'cancelled' });
  expect(store.offsets).toEqual([0]);
  expect(store.abandonedCount).toBe(1);
});

it('knows a file again after a reload, for as long as it is not over', () => {
  const storage = new MemoryKeyValues();
  const first = new UploadKeys(storage).of('a');
  expect(new UploadKeys(storage).of('a')).toBe(first);
  expect(new UploadKeys(storage).of('b')).not.toBe(first);
  new UploadKeys(storage).forget('a');
  expect(new UploadKeys(storage).of('a')).not.toBe(first);
});
