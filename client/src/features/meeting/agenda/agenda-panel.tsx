import { ListChecks, Pause, Play, SkipBack, SkipForward, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { TOPIC_MAX_MS, TOPIC_TITLE_MAX_UNITS, Topic, TopicId, TOPICS_MAX_COUNT, type Agenda } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Button } from '../../../ui/button.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Panel } from '../../../ui/panel.js';
import { Switch } from '../../../ui/switch.js';
import { TextField } from '../../../ui/text-field.js';
import { clockOf } from '../clock-words.js';
import { useAct } from '../use-act.js';
import { useManages } from '../use-self.js';
import { TimeLeft } from './topic-board.js';
import type { TopicInAgenda } from './use-topics.js';
import styles from './agenda.module.css';

type Call = Pick<CallView, 'people' | 'controls'>;

const MINUTE_MS = 60_000;
const MINUTES_MAX_COUNT = TOPIC_MAX_MS / MINUTE_MS;
const MINUTES_AT_FIRST = '10';

/** What the meeting is about: everyone sees the topics and their times, hosts write them and go from one to the next. */
export function AgendaPanel({ call, onClose }: { readonly call: Call; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { agenda } = useStore(call.controls.state);
  const isManaging = useManages(call);
  return (
    <Panel title={t('agenda.title')} onClose={onClose}>
      {agenda.topics.length === 0 ? (
        <EmptyState icon={<ListChecks />} title={t('agenda.empty')}>
          {t(isManaging ? 'agenda.emptyHost' : 'agenda.emptyBody')}
        </EmptyState>
      ) : (
        <ol className={styles.topics} aria-label={t('agenda.title')}>
          {agenda.topics.map((topic) => (
            <TopicRow key={topic.topicId} call={call} agenda={agenda} topic={topic} isManaging={isManaging} />
          ))}
        </ol>
      )}
      {isManaging && agenda.topics.length > 0 && <Steps call={call} agenda={agenda} />}
      {isManaging && agenda.topics.length < TOPICS_MAX_COUNT && <NewTopic call={call} agenda={agenda} />}
    </Panel>
  );
}

interface PartProps {
  readonly call: Call;
  readonly agenda: Agenda;
}

/** The topics as `agenda.set` takes them. */
function plain(topics: readonly TopicInAgenda[]) {
  return topics.map(({ topicId, title, plannedMs }) => ({ topicId, title, plannedMs }));
}

interface TopicRowProps extends PartProps {
  readonly topic: TopicInAgenda;
  readonly isManaging: boolean;
}

function TopicRow({ call, agenda, topic, isManaging }: TopicRowProps) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { current } = agenda;
  const isCurrent = current?.topicId === topic.topicId;
  const { topicId, title } = topic;
  const remove = () =>
    void act('agenda.set', {
      topics: plain(agenda.topics.filter((one) => one.topicId !== topicId)),
      isAutoAdvancing: agenda.isAutoAdvancing,
    });
  return (
    <li className={styles.topic} aria-current={isCurrent ? 'step' : undefined}>
      <div className={styles.words}>
        <p className={styles.title} dir="auto">
          {title}
        </p>
        <p className={styles.about}>
          {t('agenda.planned', { time: clockOf(topic.plannedMs) })}
          {isCurrent && <TimeLeft call={call} topic={topic} sinceMs={current.sinceMs} />}
          {!isCurrent && topic.spentMs > 0 && <span>{t('agenda.took', { time: clockOf(topic.spentMs) })}</span>}
        </p>
      </div>
      {isManaging && !isCurrent && (
        <IconButton
          size="small"
          label={t('agenda.take', { title })}
          icon={<Play aria-hidden="true" />}
          onClick={() => void act('agenda.go', { topicId })}
        />
      )}
      {isManaging && (
        <IconButton
          size="small"
          label={t('agenda.removeTopic', { title })}
          icon={<X aria-hidden="true" />}
          onClick={remove}
        />
      )}
    </li>
  );
}

/** From topic to topic, and whether that happens by itself. */
function Steps({ call, agenda: { topics, current, isAutoAdvancing } }: PartProps) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const at = topics.findIndex(({ topicId }) => topicId === current?.topicId);
  const go = (to: number) => {
    const topic = topics[to];
    void act('agenda.go', topic === undefined ? {} : { topicId: topic.topicId });
  };
  return (
    <div className={styles.steps}>
      {at < 0 ? (
        <Button variant="primary" icon={<Play aria-hidden="true" />} onClick={() => go(0)}>
          {t('agenda.start')}
        </Button>
      ) : (
        <>
          {at > 0 && (
            <IconButton
              label={t('agenda.previous')}
              icon={<SkipBack aria-hidden="true" />}
              onClick={() => go(at - 1)}
            />
          )}
          <Button variant="primary" icon={<SkipForward aria-hidden="true" />} onClick={() => go(at + 1)}>
            {t('agenda.next')}
          </Button>
          <IconButton label={t('agenda.stop')} icon={<Pause aria-hidden="true" />} onClick={() => go(-1)} />
        </>
      )}
      <Switch
        label={t('agenda.auto')}
        checked={isAutoAdvancing}
        onChange={(isOn) => void act('agenda.set', { topics: plain(topics), isAutoAdvancing: isOn })}
      />
    </div>
  );
}

function NewTopic({ call, agenda }: PartProps) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const [title, setTitle] = useState('');
  const [minutes, setMinutes] = useState(MINUTES_AT_FIRST);
  const [isChecked, setChecked] = useState(false);
  const plannedMs = Number(minutes) * MINUTE_MS;
  const isTitleRight = Topic.shape.title.safeParse(title).success;
  const isTimeRight = Topic.shape.plannedMs.safeParse(plannedMs).success;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isTitleRight || !isTimeRight) return;
    const topic = { topicId: TopicId.parse(crypto.randomUUID()), title: title.trim(), plannedMs };
    const set = { topics: [...plain(agenda.topics), topic], isAutoAdvancing: agenda.isAutoAdvancing };
    if ((await act('agenda.set', set)) === undefined) return;
    setTitle('');
    setChecked(false);
  };
  return (
    <form className={styles.add} noValidate onSubmit={(event) => void add(event)}>
      <TextField
        label={t('agenda.topic')}
        error={isChecked && !isTitleRight ? t('agenda.topicEmpty') : undefined}
        maxLength={TOPIC_TITLE_MAX_UNITS}
        dir="auto"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextField
        label={t('agenda.minutes')}
        error={isChecked && !isTimeRight ? t('agenda.minutesInvalid', { max: MINUTES_MAX_COUNT }) : undefined}
        type="number"
        inputMode="numeric"
        min={1}
        max={MINUTES_MAX_COUNT}
        value={minutes}
        onChange={(event) => setMinutes(event.target.value)}
      />
      <Button type="submit">{t('agenda.add')}</Button>
    </form>
  );
}
