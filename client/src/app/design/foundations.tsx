import styles from './design-page.module.css';
import { Example, Section } from './section.js';

/** The swatches' colours stand in the style sheet, one rule per name. */
const SWATCHES = [
  'page',
  'surface',
  'raised',
  'sunken',
  'control',
  'accent',
  'accent-soft',
  'danger',
  'danger-soft',
  'warning-soft',
  'success-soft',
  'tile',
] as const;

const SIZES = ['display', '2xl', 'xl', 'lg', 'md', 'sm', 'xs'] as const;

export function Foundations() {
  return (
    <Section title="Foundations">
      <Example caption="Colours" isWide>
        <ul className={styles.swatches}>
          {SWATCHES.map((name) => (
            <li key={name} className={styles.swatch} data-color={name}>
              {name}
            </li>
          ))}
        </ul>
      </Example>
      <Example caption="Type" isWide>
        <div className={styles.types}>
          {SIZES.map((size) => (
            <p key={size} data-text={size}>
              {size} · Everyone can hear you
            </p>
          ))}
        </div>
      </Example>
    </Section>
  );
}
