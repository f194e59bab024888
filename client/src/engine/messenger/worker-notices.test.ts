import { beforeEach, expect, it } from '@jest/globals';
import { turns } from '../fakes/turns.js';
import type { Notice } from './notices.js';
import { WorkerNotices, type WorkerPort } from './worker-notices.js';

/** Service workers as a browser has them, with one that is at work as soon as it is registered. */
class FakeWorkers implements WorkerPort {
  readonly paths: string[] = [];
  readonly shown = new Map<string, NotificationOptions & { readonly title: string }>();
  readonly ready: WorkerPort['ready'];
  mayRun = true;
  #begin: () => void = () => undefined;
  #listener: (event: { readonly data: unknown }) => void = () => undefined;

  constructor() {
    const worker = {
      showNotification: async (title: string, options: NotificationOptions) =>
        void this.shown.set(options.tag ?? '', { ...options, title }),
      getNotifications: async ({ tag }: { readonly tag: string }) =>
        this.shown.has(tag) ? [{ close: () => void this.shown.delete(tag) }] : [],
    };
    this.ready = new Promise((resolve) => (this.#begin = () => resolve(worker)));
  }

  async register(path: string): Promise<void> {
    if (!this.mayRun) throw new Error('Not here.');
    this.paths.push(path);
    this.#begin();
  }

  addEventListener(_name: 'message', listener: (event: { readonly data: unknown }) => void): void {
    this.#listener = listener;
  }

  say(data: unknown): void {
    this.#listener({ data });
  }
}

let workers: FakeWorkers;
let opened: string[];
let pressedCount: number;
let notices: WorkerNotices;

beforeEach(() => {
  workers = new FakeWorkers();
  [opened, pressedCount] = [[], 0];
  notices = new WorkerNotices({ port: workers, open: (href) => opened.push(href) });
});

const notice: Notice = {
  title: 'Ada',
  body: 'Hello',
  tag: 'one',
  href: '/c/one',
  isUrgent: false,
  onPress: () => (pressedCount += 1),
};

it('shows a notice by the worker, and takes it away again', async () => {
  const takeAway = notices.post(notice);
  await turns();
  expect([workers.paths, workers.shown.get('one')]).toMatchObject([
    ['/notices.js'],
    { title: 'Ada', body: 'Hello', data: { href: '/c/one' } },
  ]);
  takeAway();
  await turns();
  expect(workers.shown.size).toBe(0);
});

it('shows none that was taken away before the worker was at work', async () => {
  notices.post(notice)();
  await turns();
  expect(workers.shown.size).toBe(0);
});

it('does what the press is for, once, and leads to the page of a notice that another page has shown', async () => {
  notices.post(notice);
  await turns();
  for (const data of [undefined, 'one', { pressedNotice: null }, { pressedNotice: { tag: 1 } }]) workers.say(data);
  workers.say({ pressedNotice: { tag: 'one', href: '/c/one' } });
  expect([pressedCount, opened]).toEqual([1, []]);
  for (const href of ['/c/two', 'https://elsewhere.example', '//elsewhere.example', 5])
    workers.say({ pressedNotice: { tag: 'two', href } });
  expect([pressedCount, opened]).toEqual([1, ['/c/two']]);
});

it('shows nothing where no worker may run, or where there are none', async () => {
  workers.mayRun = false;
  const takeAway = notices.post(notice);
  await turns();
  takeAway();
  new WorkerNotices({ port: undefined, open: () => undefined }).post(notice)();
  expect(workers.shown.size).toBe(0);
});
