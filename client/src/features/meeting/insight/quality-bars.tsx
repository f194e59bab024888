import styles from './insight.module.css';

const BAR_COUNT = 4;

/** Bars that fill with the quality, 1 to 5; none where it is not known. Says nothing to a screen reader. */
export function QualityBars({ quality }: { readonly quality: number | undefined }) {
  const filledCount = quality === undefined ? 0 : Math.max(1, quality - 1);
  return (
    <svg className={styles.bars} viewBox="0 0 16 16" aria-hidden="true" data-quality={quality}>
      {Array.from({ length: BAR_COUNT }, (_, at) => (
        <rect
          key={at}
          x={at * 4 + 0.5}
          y={12 - at * 3.5}
          width={3}
          height={4 + at * 3.5}
          rx={1}
          data-filled={at < filledCount}
        />
      ))}
    </svg>
  );
}
