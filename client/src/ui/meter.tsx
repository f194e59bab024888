import { useEffect, useRef } from 'react';
import type { Watched } from './watched.js';
import styles from './meter.module.css';

interface Props {
  readonly label: string;
  /** Loudness, 0..1. It changes many times a second, so it goes to the page past React. */
  readonly level: Watched<number>;
  readonly shape?: 'bar' | 'dots';
}

/** Screen readers are told in steps of a tenth; more would be noise. */
const SPOKEN_STEPS_COUNT = 10;
const DOTS = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** Shows how loud a microphone is. */
export function Meter({ label, level, shape = 'bar' }: Props) {
  const ref = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const draw = () => {
      const element = ref.current;
      if (element === null) return;
      const levelRatio = Math.min(1, Math.max(0, level.get()));
      const spoken = String(Math.round(levelRatio * SPOKEN_STEPS_COUNT) / SPOKEN_STEPS_COUNT);
      element.style.setProperty('--level', levelRatio.toFixed(3));
      if (element.getAttribute('aria-valuenow') !== spoken) element.setAttribute('aria-valuenow', spoken);
    };
    draw();
    return level.watch(draw);
  }, [level]);

  return (
    <span
      ref={ref}
      className={styles.meter}
      data-shape={shape}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0}
    >
      {shape === 'dots' ? (
        DOTS.map((dot) => <span key={dot} className={styles.dot} />)
      ) : (
        <span className={styles.fill} />
      )}
    </span>
  );
}
