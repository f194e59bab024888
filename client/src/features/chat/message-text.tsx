import { useMemo, type ReactNode } from 'react';
import { mentionsAt } from '../../engine/chat/mentions.js';
import type { MentionView } from '../../engine/chat/model.js';
import { piecesOf } from './links.js';
import styles from './message.module.css';

interface Props {
  readonly text: string;
  readonly mentions: readonly MentionView[];
}

/** What somebody wrote, as text: nothing in it is markup, and only a press of the reader fetches anything. */
export function MessageText({ text, mentions }: Props) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <p className={styles.text} dir="auto">
      {pieces.map((piece) => {
        if (piece.kind === 'text') return <Words key={piece.at} text={piece.text} mentions={mentions} />;
        return (
          <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {piece.text}
          </a>
        );
      })}
    </p>
  );
}

/** Plain words, in which those who are called by name stand out. */
function Words({ text, mentions }: Props) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const mentioned of mentionsAt(text, mentions)) {
    parts.push(text.slice(from, mentioned.at));
    parts.push(
      <bdi key={mentioned.at} className={styles.mention} data-self={mentioned.member.isSelf}>
        {mentioned.text}
      </bdi>,
    );
    from = mentioned.at + mentioned.text.length;
  }
  return (
    <span>
      {parts}
      {text.slice(from)}
    </span>
  );
}
