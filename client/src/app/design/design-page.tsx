import { Link } from 'wouter';
import { FINAL_ENDS, UNDOABLE_ENDS } from '../../features/end/end-screen.js';
import { Logo } from '../../ui/logo.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import type { ThemeChoice } from '../theme.js';
import { ActionParts } from './action-parts.js';
import styles from './design-page.module.css';
import { FieldParts } from './field-parts.js';
import { FeedbackParts } from './feedback-parts.js';
import { Foundations } from './foundations.js';
import { LookToggles } from './look-toggles.js';
import { MeetingParts } from './meeting-parts.js';
import { OverlayParts } from './overlay-parts.js';
import { Section } from './section.js';

/**
 * Every part in every state, for those who build pages from them. Its own words are English like the code that they
 * describe, and are not translated; the parts' built-in words are.
 */
export function DesignPage({ theme }: { readonly theme: ThemeChoice }) {
  usePageTitle('Parts · Parley');

  return (
    <div className={styles.page} lang="en">
      <header className={styles.bar}>
        <Link href="/" className={styles.homeLink} aria-label="Parley, home page">
          <Logo />
        </Link>
        <LookToggles theme={theme} />
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
