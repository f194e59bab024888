import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { config as configureZod } from 'zod/v4/core';
import { GuestRooms } from '../engine/account/guest-rooms.js';
import { wasSignedIn } from '../engine/account/sign-in-mark.js';
import { forgiving } from '../engine/storage.js';
import { createI18n, followLanguage } from '../i18n/i18n.js';
import { chooseLanguage } from '../i18n/languages.js';
import { Announcer } from '../ui/announcer.js';
import '../ui/base.css';
import { ToastQueue } from '../ui/toast-queue.js';
import '../ui/tokens.css';
import { App, type AppParts } from './app.js';
import { Shared } from './shared.js';
import { storedLanguage, storeLanguage } from './stored-language.js';
import { ThemeChoice, type KeyValueStore } from './theme.js';

/** Reaches for the browser's storage at each use, since a blocked one throws as soon as it is touched. */
const storage: KeyValueStore = {
  getItem: (key) => window.localStorage.getItem(key),
  setItem: (key, value) => window.localStorage.setItem(key, value),
  removeItem: (key) => window.localStorage.removeItem(key),
};

/** More than these would push the way into a meeting out of sight. */
const DEVICE_ROOMS_MAX_COUNT = 4;

/** Fetches the engine's server side when it is first needed: the home page has nothing to ask before. */
function lazyServer(shared: Shared): Pick<AppParts, 'createRoom' | 'device'> {
  const kept = forgiving(() => window.localStorage);
  const guestRooms = new GuestRooms(kept);
  const server = async () => shared.api((await import('../engine/api.js')).createApi);
  return {
    createRoom: async () => (await server()).createRoom(),
    device: {
      // Who has an account takes them along on its page.
      guestRooms: () => (wasSignedIn(kept) ? [] : guestRooms.list().slice(0, DEVICE_ROOMS_MAX_COUNT)),
      forget: (roomId) => guestRooms.forget(roomId),
      isStillOurs: async (roomId) => (await server()).isHostOf(roomId),
    },
  };
}

/** The composition root of the client: makes what outlives a page and hands it down. */
async function start(): Promise<void> {
  // The content security policy forbids code made at run time, which zod would otherwise try. All copies share this.
  configureZod({ jitless: true });

  const i18n = await createI18n(
    chooseLanguage({
      search: window.location.search,
      stored: storedLanguage(storage),
      browser: navigator.languages,
    }),
  );
  followLanguage(i18n, document.documentElement);

  const shared = new Shared();
  const parts: AppParts = {
    theme: new ThemeChoice(storage, document),
    voice: { toasts: new ToastQueue(), announcer: new Announcer() },
    shared,
    ...lazyServer(shared),
    rememberLanguage: (language) => storeLanguage(storage, language),
    isSignedIn: () => wasSignedIn(forgiving(() => window.localStorage)),
  };
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app');
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <App {...parts} />
      </I18nextProvider>
    </StrictMode>,
  );
}

await start();
