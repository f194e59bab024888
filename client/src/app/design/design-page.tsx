import { useState, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { FINAL_ENDS, UNDOABLE_ENDS } from '../../features/end/end-screen.js';
import { Logo } from '../../ui/logo.js';
import { Segmented } from '../../ui/segmented.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { THEMES, type ThemeChoice } from '../theme.js';
import { ActionParts } from './action-parts.js';
import styles from './design-page.module.css';
import { FieldParts } from './field-parts.js';
import { FeedbackParts } from './feedback-parts.js';
import { Foundations } from './foundations.js';
import { MeetingParts } from './meeting-parts.js';
import { OverlayParts } from './overlay-parts.js';
import { Section } from './section.js';

const THEME_LABELS = { system: 'System', light: 'Light', dark: 'Dark' } as const;

/**
 * Every part in every state, for those who build pages from them. Its own words are English like the code that they
 * describe, and are not translated; the parts' built-in words are.
 */
export function DesignPage({ theme }: { readonly theme: ThemeChoice }) {
  const chosenTheme = useSyncExternalStore(theme.theme.watch, theme.theme.get);
  const [contrast, setContrast] = useState<'device' | 'more'>('device');
  const [direction, setDirection] = useState<'ltr' | 'rtl'>(document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr');
  usePageTitle('Parts · Parley');

  return (
    <div className={styles.page} lang="en">
      <header className={styles.bar}>
        <Link href="/" className={styles.homeLink} aria-label="Parley, home page">
          <Logo />
        </Link>
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
              { value: 'device', label: 'Normal' },
              { value: 'more', label: 'More' },
            ]}
            value={contrast}
            onChange={(next) => {
              setContrast(next);
              if (next === 'more') document.documentElement.dataset['contrast'] = 'more';
              else delete document.documentElement.dataset['contrast'];
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
      </header>
      <main className={styles.main}>
        <h1 className={styles.title}>Parts</h1>
        <Foundations />
        <ActionParts />
        <MeetingParts />
        <FieldParts />
        <OverlayParts />
        <FeedbackParts />
        <Section title="End screens">
          <ul className={styles.links}>
            {[...UNDOABLE_ENDS, ...FINAL_ENDS].map((kind) => (
              <li key={kind}>
                <Link href={`/design/end/${kind}`}>{kind}</Link>
              </li>
            ))}
          </ul>
        </Section>
      </main>
    </div>
  );
}
