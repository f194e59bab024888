import { useMemo } from 'react';
import { piecesOf } from './links.js';
import styles from './message.module.css';

/** What somebody wrote, as text: nothing in it is markup, and only a press of the reader fetches anything. */
export function MessageText({ text }: { readonly text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <p className={styles.text} dir="auto">
      {pieces.map((piece) => {
        if (piece.kind === 'text') return <span key={piece.at}>{piece.text}</span>;
        return (
          <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {piece.text}
          </a>
        );
      })}
    </p>
  );
}
