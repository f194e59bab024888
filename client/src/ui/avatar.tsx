import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { classNames } from './class-names.js';
import { hueIndexOf, initialsOf } from './avatar-look.js';
import styles from './avatar.module.css';

interface Props {
  /** Chooses the colour; the same person has the same one everywhere. */
  readonly id: string;
  readonly name: string;
  /** Of somebody who has a picture. */
  readonly url?: string | undefined;
  readonly size?: 'small' | 'medium' | 'large' | 'huge';
  readonly className?: string;
}

/** Stands for a face, or shows it. Decoration: the name stands beside it as text. */
export function Avatar({ id, name, url, size = 'medium', className }: Props) {
  const [lostUrl, setLostUrl] = useState<string | undefined>();
  return (
    <span
      className={classNames(styles.avatar, className)}
      data-hue={hueIndexOf(id)}
      data-size={size}
      aria-hidden="true"
    >
      {url === undefined || url === lostUrl ? (
        (initialsOf(name) ?? <UserRound />)
      ) : (
        // A picture may be replaced while it is shown here; the letters take its place.
        <img src={url} alt="" decoding="async" draggable={false} onError={() => setLostUrl(url)} />
      )}
    </span>
  );
}
