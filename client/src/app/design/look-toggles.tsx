import { useState, useSyncExternalStore } from 'react';
import { Segmented } from '../../ui/segmented.js';
import { THEMES, type ThemeChoice } from '../theme.js';
import styles from './design-page.module.css';

type Contrast = 'normal' | 'more';

const THEME_LABELS = { system: 'System', light: 'Light', dark: 'Dark' } as const;

/** Shows the parts in another theme, contrast or direction, whatever the device says. */
export function LookToggles({ theme }: { readonly theme: ThemeChoice }) {
  const chosenTheme = useSyncExternalStore(theme.theme.watch, theme.theme.get);
  const [contrast, setContrast] = useState<Contrast>(() =>
    document.documentElement.dataset['contrast'] === 'more' ? 'more' : 'normal',
  );
  const [direction, setDirection] = useState<'ltr' | 'rtl'>(document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr');
  return (
    <div className={styles.toggles}>
      <Segmented
        label="Theme"
        segments={THEMES.map((value) => ({ value, label: THEME_LABELS[value] }))}
        value={chosenTheme}
        onChange={(next) => theme.choose(next)}
      />
      <Segmented
        label="Contrast"
        segments={[
          { value: 'normal', label: 'Normal' },
          { value: 'more', label: 'More' },
        ]}
        value={contrast}
        onChange={(next) => {
          setContrast(next);
          document.documentElement.dataset['contrast'] = next;
        }}
      />
      <Segmented
        label="Direction"
        segments={[
          { value: 'ltr', label: 'LTR' },
          { value: 'rtl', label: 'RTL' },
        ]}
        value={direction}
        onChange={(next) => {
          setDirection(next);
          document.documentElement.dir = next;
        }}
      />
    </div>
  );
}
