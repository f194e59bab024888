import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reaction } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { useVoice } from '../../../ui/ui-root.js';
import { ReactionSign } from './reaction-sign.js';
import styles from './reactions.module.css';

/** How long each is seen, in ms; as long as its animation. */
const SEEN_MS = 3_200;
/** A thousand people may clap at once; the eye sees no more than this. */
const SEEN_MAX_COUNT = 24;
/** Lanes beside each other, so that one does not hide the next. */
const LANES_COUNT = 6;

interface Floating {
  readonly number: number;
  readonly name: string;
  readonly reaction: Reaction;
}

/** Reactions rise over the stage with the name of who sent them, and are said to screen readers. */
export function FloatingReactions({ call }: { readonly call: Pick<CallView, 'people' | 'controls'> }) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const [floating, setFloating] = useState<readonly Floating[]>([]);
  const say = useRef<(name: string, reaction: Reaction) => void>(() => undefined);
  useEffect(() => {
    say.current = (name, reaction) => announce(t('said.reacted', { name, reaction: t(`reactions.${reaction}`) }));
  });

  useEffect(() => {
    let count = 0;
    const waits = new Set<ReturnType<typeof setTimeout>>();
    const stop = call.controls.listen((news) => {
      if (news.kind !== 'reacted') return;
      const name = call.people.get().find((one) => one.participantId === news.participantId)?.name ?? '';
      count += 1;
      const one = { number: count, name, reaction: news.reaction };
      say.current(name, news.reaction);
      setFloating((before) => [...before, one].slice(-SEEN_MAX_COUNT));
      const wait = setTimeout(() => {
        waits.delete(wait);
        setFloating((before) => before.filter(({ number }) => number !== one.number));
      }, SEEN_MS);
      waits.add(wait);
    });
    return () => {
      stop();
      waits.forEach((wait) => clearTimeout(wait));
    };
  }, [call]);

  return (
    <div className={styles.sky} aria-hidden="true">
      {floating.map(({ number, name, reaction }) => {
        const lane: CSSProperties & Record<'--lane', number> = { '--lane': number % LANES_COUNT };
        return (
          <span key={number} className={styles.one} style={lane} data-testid="reaction">
            <ReactionSign reaction={reaction} />
            <span className={styles.name} dir="auto">
              {name}
            </span>
          </span>
        );
      })}
    </div>
  );
}
