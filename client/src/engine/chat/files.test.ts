import { expect, it } from '@jest/globals';
import { Attachment, ATTACHMENTS_MAX_COUNT } from '#contracts';
import { ManualClock } from '#kernel';
import { FakeFiles } from '../fakes/fake-files.js';
import { FakeSignal } from '../fakes/fake-signal.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { ChatConversation } from './conversation.js';
import { CONVERSATION, opened, SELF } from './fake-chat.js';

const ATTACHMENT = Attachment.parse({
  fileId: '55555555-0000-4000-8000-000000000001',
  name: 'plan.pdf',
  sizeBytes: 4,
  mediaType: 'application/pdf',
});
const file = (name: string, text = 'text') => new File([text], name);

async function rig() {
  const [signal, files] = [new FakeSignal(), new FakeFiles()];
  signal.answers['chat.open'] = () => opened([]);
  signal.answers['chat.send'] = () => ({ seq: 1, sentAtMs: 5 });
  signal.open();
  const [clock, storage] = [new ManualClock(), new MemoryKeyValues()];
  const where = { conversationId: CONVERSATION };
  const chat = new ChatConversation({ where, storage, clock, random: () => 0, files: { api: files.api } });
  chat.attach(signal, SELF);
  await turns();
  return { signal, files, chat };
}

it('sends a file without words, but not before it is there', async () => {
  const { signal, files, chat } = await rig();
  expect(chat.files?.add([file('plan.pdf')])).toBe(0);
  expect([chat.files?.isBusy.get(), chat.send('')]).toEqual([true, false]);
  files.begun[0]?.transfer.state.set({ kind: 'done', attachment: ATTACHMENT });
  expect([chat.files?.isBusy.get(), chat.send('')]).toEqual([false, true]);
  await turns();
  expect(signal.inputsOf('chat.send')).toMatchObject([{ text: '', attachmentIds: [ATTACHMENT.fileId] }]);
  expect(chat.messages.get().map(({ attachments, status }) => [attachments, status])).toEqual([[[ATTACHMENT], 'sent']]);
  expect(chat.files?.next.get()).toEqual([]);
  expect(chat.send('')).toBe(false);
});

it('leaves out what is empty and what is too much, and keeps what failed in sight until it is removed', async () => {
  const { files, chat } = await rig();
  const many = Array.from({ length: ATTACHMENTS_MAX_COUNT + 2 }, (_, at) => file(`file ${at}`));
  expect(chat.files?.add([file('empty', ''), ...many])).toBe(3);
  for (const { transfer } of files.begun) transfer.state.set({ kind: 'failed', why: 'limit-reached' });
  expect(chat.send('only words')).toBe(true);
  expect(chat.files?.next.get().length).toBe(ATTACHMENTS_MAX_COUNT);
  const [first] = chat.files?.next.get() ?? [];
  chat.files?.remove(first?.key ?? '');
  expect([chat.files?.next.get().length, files.begun[0]?.transfer.state.get().kind]).toEqual([
    ATTACHMENTS_MAX_COUNT - 1,
    'cancelled',
  ]);
});

it('fetches the small form of a picture once', async () => {
  const { files, chat } = await rig();
  await chat.files?.preview(ATTACHMENT);
  await chat.files?.preview(ATTACHMENT);
  expect(files.fetched).toEqual([`preview ${ATTACHMENT.fileId}`]);
});
