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

/** Shows how loud a microphone is: a drawing for the eye, and the browser's own meter for screen readers. */
export function Meter({ label, level, shape = 'bar' }: Props) {
  const drawing = useRef<HTMLSpanElement>(null);
  const spoken = useRef<HTMLMeterElement>(null);

  useEffect(() => {
    const draw = () => {
      const levelRatio = Math.min(1, Math.max(0, level.get()));
      const spokenRatio = Math.round(levelRatio * SPOKEN_STEPS_COUNT) / SPOKEN_STEPS_COUNT;
      drawing.current?.style.setProperty('--level', levelRatio.toFixed(3));
      if (spoken.current !== null && spoken.current.value !== spokenRatio) spoken.current.value = spokenRatio;
    };
    draw();
    return level.watch(draw);
  }, [level]);

  return (
    <span className={styles.place} data-shape={shape}>
      <meter ref={spoken} className={styles.spoken} min={0} max={1} aria-label={label} />
      <span ref={drawing} className={styles.meter} data-shape={shape} aria-hidden="true">
        {shape === 'dots' ? (
          DOTS.map((dot) => <span key={dot} className={styles.dot} />)
        ) : (
          <span className={styles.fill} />
        )}
      </span>
    </span>
  );
}
