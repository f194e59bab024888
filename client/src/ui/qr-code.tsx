import { useMemo } from 'react';
import { encode } from 'uqr';
import styles from './qr-code.module.css';

/** Light modules all around, without which readers do not find the code. Source: ISO/IEC 18004, 9.1. */
const QUIET_COUNT = 4;

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** A code for the camera of another device. Dark on light whatever the theme, since not every reader takes it the other way round. */
export function QrCode({ text, label }: QrCodeProps) {
  const { data, size } = useMemo(() => encode(text, { ecc: 'M', border: QUIET_COUNT }), [text]);
  return (
    <svg className={styles.code} role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <path className={styles.light} d={`M0 0h${size}v${size}h-${size}z`} />
      <path d={data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')} />
    </svg>
  );
}
