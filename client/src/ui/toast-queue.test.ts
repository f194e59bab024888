import { expect, it } from '@jest/globals';
import { TOASTS_MAX_COUNT, ToastQueue } from './toast-queue.js';

const titles = (queue: ToastQueue) => queue.shown.get().map((toast) => toast.title);

it('shows in order, and lets the oldest go when there are too many', () => {
  const queue = new ToastQueue();
  for (let number = 1; number <= TOASTS_MAX_COUNT + 2; number += 1) queue.show({ title: `message ${number}` });
  expect(titles(queue)).toEqual(['message 3', 'message 4', 'message 5']);
});

it('closes one, once, and tells who watches only when something changed', () => {
  const queue = new ToastQueue();
  const first = queue.show({ title: 'first' });
  queue.show({ title: 'second' });
  let changes = 0;
  queue.shown.watch(() => (changes += 1));

  queue.close(first);
  queue.close(first);

  expect([titles(queue), changes]).toEqual([['second'], 1]);
});

it('stays longer with something to press, and for good when it must be read', () => {
  const queue = new ToastQueue();
  queue.show({ title: 'plain' });
  queue.show({ title: 'with action', action: { label: 'Undo', onPress: () => {} } });
  queue.show({ title: 'must be read', leavesByItself: false });
  const [plain, withAction, mustBeRead] = queue.shown.get().map((toast) => toast.durationMs);
  expect(withAction).toBeGreaterThan(plain!);
  expect(mustBeRead).toBeUndefined();
});
