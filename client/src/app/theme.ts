import { WatchedValue } from '../ui/watched.js';

/** `system`: whatever the device says, also when it changes in the evening. */
export type Theme = 'system' | 'light' | 'dark';

export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];

/** Also read by public/theme-early.js, before the first paint. */
export const THEME_KEY = 'parley.theme';

/** The part of the browser's storage that we need; it throws where storage is blocked. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The page's colours for the browser's own frame. In step with `--color-page` in tokens.css and with index.html. */
const FRAME_COLORS = { light: '#f6f8f7', dark: '#0f1416' } as const;

/** The chosen theme: kept for the next visit, and put on the page. */
export class ThemeChoice {
  readonly theme: WatchedValue<Theme>;
  readonly #storage: KeyValueStore;
  readonly #page: Document;

  constructor(storage: KeyValueStore, page: Document) {
    this.#storage = storage;
    this.#page = page;
    this.theme = new WatchedValue(storedTheme(storage));
    this.#show();
  }

  /** Where storage is blocked the choice holds until the page closes. */
  choose(theme: Theme): void {
    this.theme.set(theme);
    this.#show();
    try {
      if (theme === 'system') this.#storage.removeItem(THEME_KEY);
      else this.#storage.setItem(THEME_KEY, theme);
    } catch {
      // Storage is blocked or full.
    }
  }

  #show(): void {
    const theme = this.theme.get();
    const root = this.#page.documentElement;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    for (const scheme of ['light', 'dark'] as const) {
      this.#page
        .querySelector(`meta[name="theme-color"][media*="${scheme}"]`)
        ?.setAttribute('content', FRAME_COLORS[theme === 'system' ? scheme : theme]);
    }
  }
}

function storedTheme(storage: KeyValueStore): Theme {
  try {
    const stored = storage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}
