import { Check, Heart, Laugh, PartyPopper, Sparkles, ThumbsUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Reaction } from '#contracts';
import styles from './reactions.module.css';

/** Drawn and not written: many systems have no pictures for such letters. */
const SIGNS: Readonly<Record<Reaction, ReactNode>> = {
  'thumbs-up': <ThumbsUp />,
  clap: <Sparkles />,
  heart: <Heart />,
  laugh: <Laugh />,
  surprise: <Surprise />,
  party: <PartyPopper />,
  yes: <Check />,
  no: <X />,
};

/** What stands for a reaction; its name is said elsewhere. */
export function ReactionSign({ reaction }: { readonly reaction: Reaction }) {
  return (
    <span className={styles.sign} data-reaction={reaction} aria-hidden="true">
      {SIGNS[reaction]}
    </span>
  );
}

/** A face with its mouth open. */
function Surprise() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round">
      <circle cx="12" cy="12" r="10" />
      <circle cx="12" cy="16" r="2" />
      <path d="M9 9h.01M15 9h.01" />
    </svg>
  );
}
