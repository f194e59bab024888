import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { eventually } from './eventually.js';
import { installProbe, readStreams, readTones, type StreamStats } from './probe.js';
import { writeTone } from './tone.js';

export interface PersonOptions {
  readonly name: string;
  /** The tone of the fake microphone. */
  readonly toneHz?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  /** False plays a person who refuses camera and microphone. */
  readonly grantsDevices?: boolean;
}

const ALWAYS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream=fps=20',
  '--auto-select-desktop-capture-source=Entire screen',
];

/** Somebody with a browser of their own, a fake camera, and a tone for a voice. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #folder: string;
  /** What went wrong in the page: uncaught errors and console errors. */
  readonly faults: string[] = [];

  private constructor(parts: { name: string; page: Page; browser: Browser; context: BrowserContext; folder: string }) {
    this.name = parts.name;
    this.page = parts.page;
    this.#browser = parts.browser;
    this.#context = parts.context;
    this.#folder = parts.folder;
    this.page.on('pageerror', (error) => this.faults.push(error.message));
  }

  static async arrive(options: PersonOptions): Promise<Person> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-person-'));
    const tone = join(folder, 'tone.wav');
    writeTone(tone, options.toneHz ?? 440);
    const grants = options.grantsDevices ?? true;
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        ...ALWAYS,
        `--use-file-for-fake-audio-capture=${tone}`,
        ...(grants ? ['--use-fake-ui-for-media-stream'] : []),
      ],
    });
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1_280, height: 800 },
      colorScheme: options.colorScheme ?? 'light',
      locale: options.locale ?? 'en-US',
      permissions: grants ? ['camera', 'microphone'] : [],
    });
    await context.addInitScript(installProbe);
    return new Person({ name: options.name, page: await context.newPage(), browser, context, folder });
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
    await this.page.getByRole('button', { name: 'Join now' }).click();
    await this.toolbar().waitFor();
  }

  toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: 'Meeting controls' });
  }

  press(name: string): Promise<void> {
    return this.toolbar().getByRole('button', { name, exact: true }).click();
  }

  tileOf(name: string): Locator {
    return this.page.locator(`[data-testid="tile"][data-participant-name="${name}"]`);
  }

  streams(): Promise<StreamStats[]> {
    return this.page.evaluate(readStreams);
  }

  tones(): Promise<number[]> {
    return this.page.evaluate(readTones);
  }

  /** Waits until the video of each of `names` is moving: the element's frames grow from one look to a later one. */
  async seesMoving(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const video = this.tileOf(name).locator('video');
      await video.waitFor();
      const before = await framesShown(video);
      await eventually(async () => {
        const shown = await framesShown(video);
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
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async depart(): Promise<void> {
    await this.#context.close().catch(ignoreClosed);
    await this.vanish();
  }
}

async function framesShown(video: Locator): Promise<number> {
  return video.evaluate((element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
}

function ignoreClosed(): void {
  // The browser may be gone already: the test ended it.
}
