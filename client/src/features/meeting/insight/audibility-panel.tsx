import { CircleCheck, Ear, EarOff } from 'lucide-react';
import { guestWordsOf } from '../guest-words.js';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { Audibility } from '../../../engine/insight/model.js';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button } from '../../../ui/button.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Panel } from '../../../ui/panel.js';
import { mendingFor, speakerMendingFor } from './mendings.js';
import { PersonChoice } from './person-choice.js';
import { useAnnounced } from './use-announced.js';
import { useMend } from './use-mend.js';
import { usePolled } from './use-polled.js';
import { useFocusOnOpening, useShown } from './use-shown.js';
import styles from './insight.module.css';

type Call = Pick<CallView, 'people' | 'insight' | 'devices' | 'unblockSound'>;

interface Props {
  readonly call: Call;
  /** The speaker; oneself when undefined. */
  readonly participantId: ParticipantId | undefined;
  readonly onChoose: (participantId: ParticipantId) => void;
  readonly onClose: () => void;
}

const ASKED_EVERY_MS = 3_000;

/** Who hears somebody now, who does not, and why; and one press to mend it. */
export function AudibilityPanel({ call, participantId, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const { people, person } = useShown(call, participantId);
  const ref = useFocusOnOpening();
  return (
    <Panel title={t('audibility.title')} onClose={onClose}>
      <div ref={ref} className={styles.panel}>
        {person !== undefined && (
          <>
            <PersonChoice label={t('audibility.speaker')} people={people} chosen={person} onChoose={onChoose} />
            <Listeners key={person.participantId} call={call} speaker={person} />
          </>
        )}
      </div>
    </Panel>
  );
}

function Listeners({ call, speaker }: { readonly call: Call; readonly speaker: PersonView }) {
  const { t } = useTranslation();
  const { insight } = call;
  const { participantId } = speaker;
  const ask = useCallback(() => insight.audibility(participantId), [insight, participantId]);
  const { value, isFailed } = usePolled(ask, ASKED_EVERY_MS);
  if (value === undefined) return isFailed ? <p className={styles.note}>{t('audibility.failed')}</p> : undefined;
  if (value.listeners.length === 0)
    return (
      <EmptyState icon={<Ear />} title={t('audibility.alone')}>
        {t('audibility.aloneBody')}
      </EmptyState>
    );
  return (
    <>
      <Summary audibility={value} speaker={speaker} />
      {value.speakerFault !== undefined && <SpeakerFault call={call} speaker={speaker} audibility={value} />}
      <ListenerList call={call} speaker={speaker} audibility={value} />
      {isFailed && <p className={styles.note}>{t('audibility.failed')}</p>}
    </>
  );
}

interface AboutSpeaker {
  readonly speaker: PersonView;
  readonly audibility: Audibility;
}

/** Said as it changes. */
function Summary({ audibility: { listeners, speakerFault }, speaker }: AboutSpeaker) {
  const { t } = useTranslation();
  const heard = speakerFault === undefined ? listeners.filter(({ fault }) => fault === undefined).length : 0;
  const counts = { heard, count: listeners.length };
  const words = speaker.isSelf
    ? t('audibility.heard', counts)
    : t('audibility.heardName', { ...counts, name: speaker.name });
  useAnnounced(words);
  return <p className={styles.summary}>{words}</p>;
}

function SpeakerFault({ call, speaker, audibility }: AboutSpeaker & { readonly call: Call }) {
  const { t } = useTranslation();
  const { mend, isBusy } = useMend(call, speaker);
  const { speakerFault, listeners } = audibility;
  const [listener] = listeners;
  if (speakerFault === undefined) return undefined;
  const mending = speakerMendingFor(speakerFault, speaker);
  return (
    <div className={styles.fault}>
      <EarOff aria-hidden="true" />
      <p>{t(`audibility.speakerFault.${speakerFault}`)}</p>
      {mending === 'unmute' && (
        <Button size="small" variant="primary" onClick={() => void call.devices.microphone.toggle()}>
          {t('audibility.action.unmute')}
        </Button>
      )}
      {mending === 'reconnect' && listener !== undefined && (
        <Button size="small" busy={isBusy} onClick={() => void mend(listener.participantId)}>
          {t('audibility.action.reconnect')}
        </Button>
      )}
    </div>
  );
}

function ListenerList({ call, speaker, audibility }: AboutSpeaker & { readonly call: Call }) {
  const { t } = useTranslation();
  const people = useStore(call.people);
  const { speakerFault, listeners } = audibility;
  // Who does not hear comes first: those are what one has come for.
  const ordered = listeners.toSorted((a, b) => Number(a.fault === undefined) - Number(b.fault === undefined));
  return (
    <>
      {speakerFault !== undefined && <h3 className={styles.heading}>{t('audibility.wouldHear')}</h3>}
      <ul className={styles.list} aria-label={t('audibility.list')}>
        {ordered.flatMap(({ participantId, fault }) => {
          const listener = people.find((person) => person.participantId === participantId);
          if (listener === undefined) return []; // They left while it was being asked.
          const state = { fault, isSilent: speakerFault !== undefined };
          return [<ListenerRow key={participantId} call={call} speaker={speaker} listener={listener} state={state} />];
        })}
      </ul>
    </>
  );
}

interface RowProps {
  readonly call: Call;
  readonly speaker: PersonView;
  readonly listener: PersonView;
  readonly state: {
    readonly fault: Audibility['listeners'][number]['fault'];
    /** True while nobody hears the speaker, whatever becomes of the listener. */
    readonly isSilent: boolean;
  };
}

function ListenerRow({ call, speaker, listener, state: { fault, isSilent } }: RowProps) {
  const { t } = useTranslation();
  const { mend, isBusy } = useMend(call, speaker);
  const self = useStore(call.people).find(({ isSelf }) => isSelf);
  const mending = self === undefined ? undefined : mendingFor(fault, { self, speaker, listener });
  const { participantId, isSelf } = listener;
  const name = isSelf ? t('meeting.youSuffix', { name: listener.name }) : listener.name;
  const press = () => void (mending === 'soundOn' ? call.unblockSound() : mend(participantId));
  return (
    <li className={styles.listener} data-heard={fault === undefined} aria-label={listener.name}>
      <Avatar id={participantId} name={listener.name} url={listener.avatarUrl} size="small" />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.note}>
          {[
            guestWordsOf(t, listener),
            fault === undefined
              ? t(isSilent ? 'audibility.wouldHearIt' : 'audibility.hears')
              : t(`audibility.fault.${fault}`),
          ]
            .filter((word) => word !== undefined)
            .join(' · ')}
        </p>
      </div>
      {fault === undefined && !isSilent && <CircleCheck className={styles.heard} aria-hidden="true" />}
      {mending !== undefined && (
        <Button
          size="small"
          busy={isBusy}
          aria-label={t('audibility.mendFor', { action: t(`audibility.action.${mending}`), name: listener.name })}
          onClick={press}
        >
          {t(`audibility.action.${mending}`)}
        </Button>
      )}
    </li>
  );
}
