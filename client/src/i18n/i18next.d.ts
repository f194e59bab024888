import 'i18next';
import type { en } from './en.js';

declare module 'i18next' {
  /** Makes every key that is not in `en.ts` a compile error. */
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}
