import type { BrowserContext, Locator, Page } from 'playwright-core';
import { endBrowser, giveBack, takeBrowser, type Hardware, type OwnBrowser } from './browsers.js';
import { eventually, PATIENCE_MS } from './eventually.js';
import { installProbe, readArrivals, readStreams, readTones, type Arrival, type StreamStats } from './probe.js';

export interface PersonOptions extends Partial<Hardware> {
  readonly name: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Pixels drawn for one of `size`; less than 1 takes less of the machine's time. */
  readonly pixelRatio?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  /** What the camera is asked for; from 480 on its picture is sent in several sizes. */
  readonly cameraWidthPx?: number;
  /** False comes with the camera switched off: where nobody looks at pictures, encoding them only takes the machine's time. */
  readonly showsCamera?: boolean;
}

const CAMERA_WIDTH_PX = 320;

/** Somebody with a browser of their own, a fake camera, and a tone for a voice. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly #own: OwnBrowser;
  readonly #context: BrowserContext;
  readonly #showsCamera: boolean;
  /** What went wrong in the page: uncaught errors and console errors. */
  readonly faults: string[] = [];

  private constructor(
    { name, showsCamera = true }: PersonOptions,
    parts: { page: Page; own: OwnBrowser; context: BrowserContext },
  ) {
    this.name = name;
    this.page = parts.page;
    this.#own = parts.own;
    this.#context = parts.context;
    this.#showsCamera = showsCamera;
    this.page.on('pageerror', (error) => this.faults.push(error.message));
  }

  static async arrive(options: PersonOptions): Promise<Person> {
    const { toneHz = 440, framesPerSecond = 20, grantsDevices = true, network, trustedOrigin } = options;
    const own = await takeBrowser({
      toneHz,
      framesPerSecond,
      grantsDevices,
      ...(network === undefined ? {} : { network }),
      ...(trustedOrigin === undefined ? {} : { trustedOrigin }),
    });
    const context = await own.browser.newContext({
      viewport: options.size ?? { width: 1_280, height: 800 },
      deviceScaleFactor: options.pixelRatio ?? 1,
      colorScheme: options.colorScheme ?? 'light',
      locale: options.locale ?? 'en-US',
      permissions: grantsDevices ? ['camera', 'microphone'] : [],
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(installProbe, options.cameraWidthPx ?? CAMERA_WIDTH_PX);
    return new Person(options, { page: await context.newPage(), own, context });
  }

  /** Opens a meeting as its host and returns the link. */
  async openMeeting(origin: string): Promise<string> {
    await this.page.goto(`${origin}/?lang=en`);
    await this.page.getByRole('button', { name: 'New meeting' }).click();
    await this.page.waitForURL(/\/m\/[0-9a-f-]{36}/);
    return this.page.url().split('?')[0] ?? '';
  }

  /** Goes through the pre-join page of a link and waits until the meeting is there. */
  async join(link?: string): Promise<void> {
    if (link !== undefined) await this.page.goto(`${link}?lang=en`);
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name);
    if (!this.#showsCamera) await this.#switchCameraOff();
    await this.page.getByRole('button', { name: 'Join now' }).click();
    await this.toolbar().waitFor();
  }

  async #switchCameraOff(): Promise<void> {
    const camera = this.page.getByRole('switch', { name: 'Camera' });
    await eventually(async () => {
      if ((await camera.getAttribute('aria-checked')) === 'false') return undefined;
      await camera.click(); // While the camera opens, a press does nothing.
      return `${this.name}’s camera is on`;
    });
  }

  toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: 'Meeting controls' });
  }

  press(name: string): Promise<void> {
    return this.toolbar().getByRole('button', { name, exact: true }).click();
  }

  /** Opens a menu of the toolbar and takes one of its items. */
  async choose(control: string, item: string): Promise<void> {
    await this.press(control);
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Opens the people panel if need be, and takes one of the actions for somebody. */
  async chooseFor(name: string, item: string): Promise<void> {
    const actions = this.page.getByRole('button', { name: `Actions for ${name}` });
    if (!(await actions.isVisible())) await this.press('People');
    await actions.click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  tileOf(name: string): Locator {
    return this.page.locator(`[data-testid="tile"][data-participant-name="${name}"]`);
  }

  streams(): Promise<StreamStats[]> {
    return this.page.evaluate(readStreams);
  }

  arrivals(): Promise<Arrival[]> {
    return this.page.evaluate(readArrivals);
  }

  tones(): Promise<number[]> {
    return this.page.evaluate(readTones);
  }

  /** Writes into the conversation that is open, and sends it. */
  async says(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Message' });
    await box.fill(text);
    await box.press('Enter');
  }

  /** The seconds left on the timer, as this person sees it. */
  async timerSeconds(): Promise<number> {
    const shown = await this.page.getByRole('timer').textContent();
    const [minutes = '0', seconds = '0'] = (shown ?? '').split(':');
    return 60 * Number(minutes) + Number(seconds);
  }

  /** Waits until the video of each of `names` is moving: the element's frames grow from one look to a later one. */
  async seesMoving(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const video = this.tileOf(name).locator('video');
      await video.waitFor();
      let before = await framesShown(video);
      await eventually(async () => {
        const shown = await framesShown(video);
        // Another stream in the same tile is counted from nothing.
        before = Math.min(before, shown);
        return shown > before + 3 ? undefined : `${this.name} sees ${name} stand still at ${shown} frames`;
      });
    }
  }

  /** Waits until exactly these tones are heard, give or take one bin of the analysis. */
  async hears(tonesHz: readonly number[]): Promise<void> {
    await eventually(async () => {
      const heard = await this.tones();
      const isRight =
        heard.length === tonesHz.length && tonesHz.every((toneHz) => heard.some((one) => Math.abs(one - toneHz) < 15));
      return isRight
        ? undefined
        : `${this.name} hears ${heard.join(', ') || 'nothing'} Hz, not ${tonesHz.join(', ') || 'nothing'}`;
    });
  }

  /** Ends the browser as a crash would: no goodbye is sent. */
  async vanish(): Promise<void> {
    await endBrowser(this.#own);
  }

  async depart(): Promise<void> {
    await this.#context.close().catch(ignoreClosed);
    await giveBack(this.#own);
  }
}

async function framesShown(video: Locator): Promise<number> {
  return video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
}

function ignoreClosed(): void {
  // The browser may be gone already: the test ended it.
}
