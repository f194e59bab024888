import { act, cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { renderPart } from '../../testing/render-part.js';
import type { Voice } from '../../ui/ui-root.js';
import { ChatNews } from './chat-news.js';
import { ChatPanel } from './chat-panel.js';
import { Store } from '../../engine/store.js';
import { FakeConversation, FakePrivateChats } from '../../engine/fakes/fake-conversation.js';

/** Tells of what the test says is in sight. */
class FakeIntersections {
  static all: FakeIntersections[] = [];
  readonly #tell: IntersectionObserverCallback;
  readonly targets = new Set<Element>();

  constructor(tell: IntersectionObserverCallback) {
    this.#tell = tell;
    FakeIntersections.all.push(this);
  }

  observe(target: Element): void {
    this.targets.add(target);
  }

  unobserve(target: Element): void {
    this.targets.delete(target);
  }

  disconnect(): void {
    this.targets.clear();
  }

  static show(seq: number, intersectionRatio: number): void {
    for (const observer of FakeIntersections.all)
      for (const target of observer.targets)
        if (target.getAttribute('data-seq') === String(seq))
          observer.#tell(
            [
              {
                target,
                isIntersecting: intersectionRatio > 0,
                intersectionRatio,
                intersectionRect: { height: 10 },
                rootBounds: { height: 400 },
              } as unknown as IntersectionObserverEntry,
            ],
            observer as unknown as IntersectionObserver,
          );
  }
}

beforeAll(() => {
  // This environment lays nothing out; the list needs a height to show anything in.
  Object.defineProperties(HTMLElement.prototype, {
    clientHeight: { configurable: true, get: () => 400 },
    clientWidth: { configurable: true, get: () => 360 },
    offsetHeight: { configurable: true, get: () => 40 },
  });
  Element.prototype.scrollTo = () => undefined;
});
beforeEach(() => {
  FakeIntersections.all = [];
  globalThis.IntersectionObserver = FakeIntersections as unknown as typeof IntersectionObserver;
});
afterEach(cleanup);

/** Waits for nothing between two keys. */
const user = userEvent.setup({ delay: null });

interface Given {
  readonly privates?: FakePrivateChats;
  readonly mayWrite?: boolean;
}

const people = new Store([]);

async function show(
  conversation = new FakeConversation(),
  { privates = new FakePrivateChats(), mayWrite = true }: Given = {},
): Promise<{ conversation: FakeConversation; voice: Voice }> {
  const voice = await renderPart(
    <>
      <ChatNews conversation={conversation} />
      <ChatPanel chat={{ conversation, privates, people, mayWrite }} onClose={() => conversation.asked.push('close')} />
    </>,
  );
  return { conversation, voice };
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const messages = () => screen.getAllByTestId('message');

it('sends by Enter and begins a line by Shift and Enter', async () => {
  const { conversation } = await show();
  await user.type(box(), 'hello{Shift>}{Enter}{/Shift}world{Enter}');
  expect(conversation.asked).toEqual(['send hello\nworld']);
  expect(box().value).toBe('');
});

it('sends nothing that is blank', async () => {
  const { conversation } = await show();
  await user.type(box(), '   {Enter}');
  await user.click(screen.getByRole('button', { name: 'Send' }));
  expect(conversation.asked).toEqual([]);
});

it('keeps what is too long and says by how much', async () => {
  const { conversation } = await show();
  await user.click(box());
  await user.paste('x'.repeat(4_003));
  await user.keyboard('{Enter}');
  expect(box().value.length).toBe(4_003);
  screen.getByRole('textbox', { name: 'Message', description: /Too long by 3 characters/ });
  expect(conversation.asked).toEqual([]);
});

it('keeps what was begun when the panel is closed and opened', async () => {
  const { conversation } = await show();
  await user.type(box(), 'half a sen');
  cleanup();
  await show(conversation);
  expect(box().value).toBe('half a sen');
});

it('shows every message with its state, under its sender’s name once, and each day once', async () => {
  const conversation = new FakeConversation();
  conversation.say('first');
  conversation.say('second');
  conversation.say('mine', { isOwn: true, status: 'sending', seq: undefined });
  await show(conversation);
  expect(messages().map((message) => message.getAttribute('data-status'))).toEqual([
    'delivered',
    'delivered',
    'sending',
  ]);
  expect(screen.getAllByText('Ben').length).toBe(1);
  expect(screen.getAllByRole('heading', { level: 3 }).length).toBe(1);
  for (const [status, words] of [
    ['sent', 'Sent'],
    ['delivered', 'Delivered'],
    ['read', 'Read'],
  ] as const) {
    act(() => conversation.change('message 3', { status }));
    expect(messages()[2]?.getAttribute('data-status')).toBe(status);
    within(messages()[2]!).getByText(words);
  }
});

it('says where a topic of the agenda begins, once', async () => {
  const conversation = new FakeConversation();
  for (const topic of [undefined, 'Budget', 'Budget', 'Travel', undefined]) conversation.say('words', { topic });
  await show(conversation);
  expect(screen.getAllByRole('heading', { level: 4 }).map(({ textContent }) => textContent)).toEqual([
    'Topic: Budget',
    'Topic: Travel',
  ]);
});

it('shows hostile words as words', async () => {
  const conversation = new FakeConversation();
  const words = '<img src=x onerror=alert(1)><script>alert(1)</script> javascript:alert(1) \u202etxt.exe';
  conversation.say(words, { authorName: '<b>Ben</b>' });
  await show(conversation);
  expect(messages()[0]?.querySelectorAll('img, script, a, b').length).toBe(0);
  expect(messages()[0]?.textContent).toContain(words);
  screen.getByText('<b>Ben</b>');
});

it('makes links that open elsewhere and take nothing with them', async () => {
  const conversation = new FakeConversation();
  conversation.say('see https://example.org/x.');
  await show(conversation);
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'https://example.org/x' });
  expect([link.href, link.target, link.rel]).toEqual([
    'https://example.org/x',
    '_blank',
    'noopener noreferrer nofollow',
  ]);
});

it('counts as read only what was half in sight on a page that is in the foreground', async () => {
  const conversation = new FakeConversation();
  conversation.say('one');
  conversation.say('two');
  let visibility: DocumentVisibilityState = 'hidden';
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  await show(conversation);
  FakeIntersections.show(1, 1);
  FakeIntersections.show(2, 0.2);
  expect(conversation.asked).toEqual([]);

  visibility = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(conversation.asked).toEqual(['read 1']);
  FakeIntersections.show(2, 0.6);
  expect(conversation.asked).toEqual(['read 1', 'read 2']);
});

it('answers, changes, deletes and reacts by the menu of a message', async () => {
  const conversation = new FakeConversation();
  conversation.say('theirs');
  conversation.say('mine', { isOwn: true });
  await show(conversation);
  const menu = async (text: string, item: string) => {
    await user.click(screen.getByRole('button', { name: `Actions for the message “${text}”` }));
    await user.click(screen.getByRole('menuitem', { name: item }));
  };

  await menu('theirs', 'Reply');
  await user.type(box(), 'yes{Enter}');
  await menu('theirs', 'React with 👍');
  await menu('mine', 'Edit');
  expect(box().value).toBe('mine');
  await user.type(box(), '!{Enter}');
  await menu('mine', 'Delete');
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  expect(conversation.asked).toEqual(['send yes to 1', 'react 1 👍 on', 'edit 2 mine!', 'remove 2']);
});

it('offers no change of what others wrote', async () => {
  const conversation = new FakeConversation();
  conversation.say('theirs');
  await show(conversation);
  await user.click(screen.getByRole('button', { name: /Actions for/ }));
  expect(screen.queryByRole('menuitem', { name: 'Edit' })).toBeNull();
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull();
});

it('says why a message was not sent, and lets one try again or give it up', async () => {
  const conversation = new FakeConversation();
  conversation.say('mine', { isOwn: true, seq: undefined, status: 'sending', refusal: 'forbidden' });
  await show(conversation);
  screen.getByText('Not sent: you may not write here.');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await user.click(screen.getByRole('button', { name: 'Discard' }));
  expect(conversation.asked).toEqual(['retry message 1', 'discard message 1']);
});

it('announces what is new, not what was there nor what one said oneself', async () => {
  const conversation = new FakeConversation();
  conversation.say('old');
  const { voice } = await show(conversation);
  act(() => void conversation.say('mine', { isOwn: true }));
  expect(voice.announcer.polite.get()).toBeUndefined();
  act(() => void conversation.say('hello'));
  expect(voice.announcer.polite.get()?.text).toBe('Ben: hello');
});

it('counts in the title what was not seen', async () => {
  document.title = 'Meeting';
  const { conversation } = await show();
  act(() => conversation.unreadCount.set(3));
  expect(document.title).toBe('(3) Meeting');
  act(() => conversation.unreadCount.set(0));
  expect(document.title).toBe('Meeting');
});

it('keeps only what is near the visible part on the page, of thousands', async () => {
  const conversation = new FakeConversation();
  const one = conversation.say('again');
  conversation.messages.set(Array.from({ length: 3_000 }, (_, at) => ({ ...one, key: `key ${at}`, seq: at + 1 })));
  await show(conversation);
  expect(messages().length).toBeLessThan(60);
});

it('closes by Escape, but first gives up an answer that was begun', async () => {
  const conversation = new FakeConversation();
  conversation.say('theirs');
  await show(conversation);
  await user.click(screen.getByRole('button', { name: /Actions for/ }));
  await user.click(screen.getByRole('menuitem', { name: 'Reply' }));
  await user.click(box());
  await user.keyboard('{Escape}');
  expect([screen.queryByText('Replying to Ben'), conversation.asked]).toEqual([null, []]);
  await user.keyboard('{Escape}');
  expect(conversation.asked).toEqual(['close']);
});

it('says why nothing may be written, and lets one read on', async () => {
  const conversation = new FakeConversation();
  conversation.say('hello');
  await show(conversation, { mayWrite: false });
  screen.getByText(/A host has turned chat off for you/);
  expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
  expect(messages().length).toBe(1);
});

it('writes to one person alone once they are chosen, and to everyone again', async () => {
  const privates = new FakePrivateChats();
  const conversation = new FakeConversation();
  const withZoe = privates.add('Zoë');
  await show(conversation, { privates });
  await user.click(screen.getByRole('button', { name: 'Who reads it: Everyone' }));
  await user.click(screen.getByRole('menuitem', { name: 'Private, with Zoë' }));
  screen.getByText(/Only you and Zoë see this/);
  await user.type(box(), 'psst{Enter}');
  await user.click(screen.getByRole('button', { name: 'Who reads it: Zoë' }));
  await user.click(screen.getByRole('menuitem', { name: 'Everyone' }));
  await user.type(box(), 'hello all{Enter}');
  expect([withZoe.asked, conversation.asked]).toEqual([['send psst'], ['send hello all']]);
});

it('fills in the name of who is meant, by the keyboard alone', async () => {
  const { conversation } = await show();
  await user.type(box(), 'hi @b');
  screen.getByRole('option', { name: 'Ben', selected: true });
  await user.keyboard('{Enter}');
  expect([box().value, conversation.asked]).toEqual(['hi @Ben ', []]);
  await user.keyboard('{Enter}');
  expect(conversation.asked).toEqual(['send hi @Ben ']);
});
