import { useEffect, useRef } from 'react';
import styles from './video-view.module.css';

interface Props {
  readonly stream: MediaStream;
  /** As in a mirror, which is how people know themselves. Only ever for one's own camera. */
  readonly isMirrored?: boolean;
  /** `cover` fills the place and may cut the edges; `contain` shows everything. */
  readonly fit?: 'cover' | 'contain';
}

/**
 * Shows a stream. It makes no sound, since whoever owns the call plays that. The picture is transparent until its first
 * frame, so what stands behind it (initials, a spinner) shows until then.
 */
export function VideoView({ stream, isMirrored = false, fit = 'cover' }: Props) {
  const ref = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = ref.current;
    if (video === null) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);

  return (
    <video
      ref={ref}
      className={styles.video}
      data-mirrored={isMirrored}
      data-fit={fit}
      autoPlay
      playsInline
      muted
      tabIndex={-1}
    />
  );
}
