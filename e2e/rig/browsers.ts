import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { Network } from './network.js';
import { writeTone } from './tone.js';

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
  '--auto-select-desktop-capture-source=Entire screen',
];

/** What a browser can be told only when it starts. */
export interface Hardware {
  /** The tone of the fake microphone. */
  readonly toneHz: number;
  /** Of the fake camera. */
  readonly framesPerSecond: number;
  /** False plays a person who refuses camera and microphone. */
  readonly grantsDevices: boolean;
  /** Theirs; ours when left out. */
  readonly network?: Network;
  /** Treated like `localhost`, so that cameras work there. */
  readonly trustedOrigin?: string;
}

export interface OwnBrowser {
  readonly browser: Browser;
  readonly hardware: string;
  readonly folder: string;
}

const idle: OwnBrowser[] = [];
let isKeeping = false;

/** From here on a browser that is given back waits for somebody with the same hardware. Whoever says so closes them at the end. */
export function keepBrowsers(): void {
  isKeeping = true;
}

export async function takeBrowser(hardware: Hardware): Promise<OwnBrowser> {
  const key = JSON.stringify(hardware);
  const at = idle.findIndex((own) => own.hardware === key && own.browser.isConnected());
  const [kept] = at < 0 ? [] : idle.splice(at, 1);
  return kept ?? launch(hardware, key);
}

/** Pages are closed by then; a browser that has died is only cleared away. */
export async function giveBack(own: OwnBrowser): Promise<void> {
  if (isKeeping && own.browser.isConnected()) idle.push(own);
  else await endBrowser(own);
}

export async function endBrowser({ browser, folder }: OwnBrowser): Promise<void> {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Keeps none any more: who departs after this takes their browser along. */
export async function closeIdle(): Promise<void> {
  isKeeping = false;
  await Promise.all(idle.splice(0).map(endBrowser));
}

async function launch(hardware: Hardware, key: string): Promise<OwnBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-person-'));
  const tone = join(folder, 'tone.wav');
  writeTone(tone, hardware.toneHz);
  const command = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const { network, trustedOrigin } = hardware;
  const browser = await chromium.launch({
    executablePath: network?.programIn(folder, command) ?? command,
    args: [
      ...ALWAYS,
      `--use-fake-device-for-media-stream=fps=${hardware.framesPerSecond}`,
      `--use-file-for-fake-audio-capture=${tone}`,
      ...(trustedOrigin === undefined ? [] : [`--unsafely-treat-insecure-origin-as-secure=${trustedOrigin}`]),
      ...(hardware.grantsDevices ? ['--use-fake-ui-for-media-stream'] : []),
    ],
  });
  return { browser, hardware: key, folder };
}
