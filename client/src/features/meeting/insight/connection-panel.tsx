import { Activity } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { ConnectionFigures, LocalFigures } from '../../../engine/insight/model.js';
import type { CallView, PersonView } from '../../../engine/model.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Panel } from '../../../ui/panel.js';
import { figureWords } from './figure-words.js';
import { PersonChoice } from './person-choice.js';
import { QualityBars } from './quality-bars.js';
import { qualityOf, qualityWords } from './quality-words.js';
import { Received, Sent } from './stream-figures.js';
import { useAnnounced } from './use-announced.js';
import { usePolled } from './use-polled.js';
import { useFocusOnOpening, useShown } from './use-shown.js';
import styles from './insight.module.css';

interface Props {
  readonly call: Pick<CallView, 'people' | 'insight'>;
  readonly participantId: ParticipantId | undefined;
  readonly onChoose: (participantId: ParticipantId) => void;
  readonly onClose: () => void;
}

const ASKED_EVERY_MS = 2_000;

/** How somebody's streams do, on their way to the server and from there to this page, and what limits them. */
export function ConnectionPanel({ call, participantId, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const { people, person } = useShown(call, participantId);
  const ref = useFocusOnOpening();
  return (
    <Panel title={t('connection.title')} onClose={onClose}>
      <div ref={ref} className={styles.panel}>
        {person !== undefined && (
          <>
            <PersonChoice label={t('connection.person')} people={people} chosen={person} onChoose={onChoose} />
            <Quality person={person} />
            <Figures key={person.participantId} call={call} person={person} />
          </>
        )}
      </div>
    </Panel>
  );
}

/** Said when it changes while it is looked at. */
function Quality({ person }: { readonly person: PersonView }) {
  const { t } = useTranslation();
  const quality = qualityOf(person);
  const words = t('connection.quality', { quality: qualityWords(t, quality) });
  useAnnounced(words);
  return (
    <p className={styles.quality}>
      <QualityBars quality={quality} />
      {words}
    </p>
  );
}

function Figures({ call, person }: { readonly call: Props['call']; readonly person: PersonView }) {
  const { t, i18n } = useTranslation();
  const { insight } = call;
  const { participantId, isSelf, name } = person;
  const ask = useCallback(() => insight.figures(participantId), [insight, participantId]);
  const { value, isFailed } = usePolled(ask, ASKED_EVERY_MS);
  if (value === undefined)
    return isFailed ? (
      <EmptyState icon={<Activity />} title={t('connection.title')}>
        {t('connection.failed')}
      </EmptyState>
    ) : undefined;
  const words = figureWords(i18n.language === 'ar-XB' ? 'en' : i18n.language);
  return (
    <>
      <Way
        title={isSelf ? t('connection.sentSelf') : t('connection.sent', { name })}
        empty={t('connection.nothingSent')}
      >
        {value.sent.map((sent) => (
          <Sent
            key={sent.source}
            sent={sent}
            local={localOf(value, isSelf, sent.source)}
            words={words}
            isSelf={isSelf}
          />
        ))}
      </Way>
      {!isSelf && (
        <Way title={t('connection.received')} empty={t('connection.nothingReceived')}>
          {value.received.map((received) => (
            <Received
              key={received.source}
              received={received}
              local={localOf(value, true, received.source)}
              sizeCount={value.sent.find(({ source }) => source === received.source)?.layerCounts.spatial ?? 1}
              words={words}
            />
          ))}
        </Way>
      )}
      {value.receivableBps !== undefined && (
        <p className={styles.note}>{t('connection.receivable', { rate: words.rate(value.receivableBps) })}</p>
      )}
      {isFailed && <p className={styles.note}>{t('connection.failed')}</p>}
    </>
  );
}

/** What this browser measures is of its own end: of what it sends, or of what it receives. */
function localOf(
  { local }: ConnectionFigures,
  isOurEnd: boolean,
  source: LocalFigures['source'],
): LocalFigures | undefined {
  return isOurEnd ? local.find((one) => one.source === source) : undefined;
}

interface WayProps {
  readonly title: string;
  readonly empty: string;
  readonly children: readonly ReactNode[];
}

function Way({ title, empty, children }: WayProps) {
  return (
    <section className={styles.way} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children.length === 0 ? <p className={styles.note}>{empty}</p> : children}
    </section>
  );
}
