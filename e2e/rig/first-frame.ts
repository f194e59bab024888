import type { Person } from './person.js';

/** Which press starts the watch, and whose first frame stops it. */
interface Course {
  readonly button: string;
  readonly personName: string;
}

/** Notes when a button is pressed and when the first frame of somebody else is on the screen. Runs in the page. */
function installStopwatch({ button: words, personName }: Course): void {
  const watch: { pressedMs?: number; shownMs?: number } = {};
  Object.defineProperty(globalThis, 'testStopwatch', { value: watch });
  document.addEventListener(
    'click',
    (event) => {
      const button = (event.target as Element).closest('button');
      if (button?.textContent?.includes(words) === true) watch.pressedMs = performance.now();
    },
    { capture: true },
  );
  const known = new WeakSet<Element>();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid="tile"] video')) {
      const name = video.closest('[data-testid="tile"]')?.getAttribute('data-participant-name');
      if (known.has(video) || name !== personName) continue;
      known.add(video);
      video.requestVideoFrameCallback((nowMs) => (watch.shownMs ??= nowMs));
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-participant-name'],
  });
}

/** Runs the watch in every page that this person opens from here on. */
export async function bringStopwatch({ page }: Person, course: Course): Promise<void> {
  await page.addInitScript(installStopwatch, course);
}

/** Waits for the picture, and says how long it took from the press, in ms. */
export async function readStopwatch({ page }: Person): Promise<number> {
  const handle = await page.waitForFunction(() => {
    const { pressedMs, shownMs } = (
      globalThis as unknown as { testStopwatch: { pressedMs?: number; shownMs?: number } }
    ).testStopwatch;
    return pressedMs !== undefined && shownMs !== undefined ? shownMs - pressedMs : undefined;
  });
  return (await handle.jsonValue()) as number;
}

const LOOK_SECONDS = 2;

/** When a button is pressed: as soon as it can be, or as people do who look first. */
export type Press = 'at-once' | 'after-a-look';

/**
 * Joins `link` and says how long it took from the press of the button to the first frame of the person named Publisher, in ms.
 * The button is pressed as soon as one sees oneself, or after a look of two seconds at the picture.
 */
export async function joinAndTimeFirstFrame(viewer: Person, link: string, press: Press): Promise<number> {
  await bringStopwatch(viewer, { button: 'Join now', personName: 'Publisher' });
  await viewer.page.goto(`${link}?lang=en`);
  const lookSeconds = press === 'after-a-look' ? LOOK_SECONDS : 0;
  await viewer.page.waitForFunction(
    (seconds) => (document.querySelector('video')?.currentTime ?? 0) > seconds,
    lookSeconds,
  );
  await viewer.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  await viewer.join();
  return readStopwatch(viewer);
}
