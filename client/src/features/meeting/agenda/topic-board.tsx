import { ListChecks } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { useVoice } from '../../../ui/ui-root.js';
import { clockOf } from '../clock-words.js';
import { useSecondsLeft, type TopicInAgenda } from './use-topics.js';
import styles from './agenda.module.css';

type Call = Pick<CallView, 'controls'>;

/** The topic of now and its time, above everything else. Nothing while the agenda rests. */
export function TopicBoard({ call }: { readonly call: Call }) {
  const { topics, current } = useStore(call.controls.state).agenda;
  const topic = topics.find(({ topicId }) => topicId === current?.topicId);
  if (topic === undefined || current === undefined) return undefined;
  return <Topic key={topic.topicId} call={call} topic={topic} sinceMs={current.sinceMs} />;
}

interface TopicProps {
  readonly call: Call;
  readonly topic: TopicInAgenda;
  readonly sinceMs: number;
}

function Topic({ call, topic, sinceMs }: TopicProps) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const said = useRef('');
  useEffect(() => {
    if (said.current === topic.title) return;
    said.current = topic.title;
    announce(t('agenda.now', { title: topic.title }));
  });
  return (
    <p className={styles.board}>
      <ListChecks aria-hidden="true" />
      <span className={styles.boardTitle} dir="auto">
        {topic.title}
      </span>
      <TimeLeft call={call} topic={topic} sinceMs={sinceMs} />
    </p>
  );
}

/** "04:12 left", or in another colour "00:30 over". */
export function TimeLeft({ call, topic, sinceMs }: TopicProps) {
  const { t } = useTranslation();
  const seconds = useSecondsLeft(call.controls, topic, sinceMs);
  const time = clockOf(Math.abs(seconds) * 1_000);
  return (
    <span className={styles.time} data-over={seconds < 0}>
      {t(seconds < 0 ? 'agenda.over' : 'agenda.left', { time })}
    </span>
  );
}
