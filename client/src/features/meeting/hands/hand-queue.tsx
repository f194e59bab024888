import { ArrowUp, Hand, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Segmented } from '../../../ui/segmented.js';
import { clockOf } from '../clock-words.js';
import { guestWordsOf } from '../guest-words.js';
import { useAct } from '../use-act.js';
import { useManages } from '../use-self.js';
import styles from '../people/people-panel.module.css';

type Call = Pick<CallView, 'people' | 'controls'>;

/** Raised hands, in the order in which they get the floor. Hosts call the next one. */
export function HandQueue({ call }: { readonly call: Call }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { queue, order } = useStore(call.controls.state).hands;
  const people = useStore(call.people);
  const isManaging = useManages(call);
  const [next] = queue;
  if (next === undefined) return undefined;
  const known = new Map(people.map((person) => [person.participantId, person]));
  return (
    <section className={styles.section} aria-label={t('hands.queue')}>
      <div className={styles.sectionHead}>
        <h3 className={styles.heading}>
          {t('hands.queue')} <Badge tone="accent">{queue.length}</Badge>
        </h3>
        {isManaging && (
          <Button
            size="small"
            variant="primary"
            icon={<Hand aria-hidden="true" />}
            onClick={() => void act('hands.callNext', { expectedId: next.participantId })}
          >
            {t('hands.callNext')}
          </Button>
        )}
      </div>
      {isManaging && (
        <Segmented
          label={t('hands.order')}
          value={order}
          segments={[
            { value: 'raised', label: t('hands.orderRaised') },
            { value: 'least-spoken', label: t('hands.orderSpoken') },
          ]}
          onChange={(next) => void act('hands.setOrder', { order: next })}
        />
      )}
      <ol aria-label={t('hands.queue')}>
        {queue.map(({ participantId }, at) => (
          <HandRow
            key={participantId}
            call={call}
            person={known.get(participantId)}
            participantId={participantId}
            at={at}
            isManaging={isManaging}
          />
        ))}
      </ol>
      {isManaging && (
        <Button size="small" variant="quiet" onClick={() => void act('hands.lowerAll', {})}>
          {t('hands.lowerAll')}
        </Button>
      )}
    </section>
  );
}

interface HandRowProps {
  readonly call: Call;
  /** Undefined in the moment in which somebody leaves. */
  readonly person: PersonView | undefined;
  readonly participantId: ParticipantId;
  readonly at: number;
  readonly isManaging: boolean;
}

function HandRow({ call, person, participantId, at, isManaging }: HandRowProps) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { spoken } = useStore(call.controls.host);
  const name = person?.name ?? '';
  const spokenMs = spoken.find((one) => one.participantId === participantId)?.spokenMs;
  const about = [
    person && guestWordsOf(t, person),
    spokenMs === undefined ? undefined : t('host.spoke', { time: clockOf(spokenMs) }),
  ]
    .filter((word) => word !== undefined)
    .join(' · ');
  return (
    <li className={styles.hand} aria-label={name}>
      <span className={styles.place}>{at + 1}</span>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        {about !== '' && <p className={styles.about}>{about}</p>}
      </div>
      {isManaging && at > 0 && (
        <IconButton
          size="small"
          label={t('hands.moveUp', { name })}
          icon={<ArrowUp aria-hidden="true" />}
          onClick={() => void act('hands.move', { participantId, toIndex: at - 1 })}
        />
      )}
      {isManaging && (
        <IconButton
          size="small"
          label={t('hands.lowerOf', { name })}
          icon={<X aria-hidden="true" />}
          onClick={() => void act('hand.lower', { participantId })}
        />
      )}
    </li>
  );
}
