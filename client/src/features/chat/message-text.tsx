import { useMemo } from 'react';
import { piecesOf } from './links.js';
import styles from './message.module.css';

/** What somebody wrote, as text: nothing in it is markup, and only a press of the reader fetches anything. */
export function MessageText({ text }: { readonly text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  let at = 0;
  return (
    <p className={styles.text} dir="auto">
      {pieces.map((piece) => {
        const key = at;
        at += piece.text.length;
        if (piece.kind === 'text') return <span key={key}>{piece.text}</span>;
        return (
          <a key={key} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {piece.text}
          </a>
        );
      })}
    </p>
  );
}
