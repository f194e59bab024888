import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { IconButton } from '../../../ui/icon-button.js';
import { useAct } from '../use-act.js';
import { movedIn, orderOf } from './tile-places.js';
import styles from './host.module.css';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls'>;
  readonly onClose: () => void;
}

/** More places than this are on no screen at once. */
const SHOWN_MAX_COUNT = 50;

/** In which order everybody sees the tiles. Each press works at once; who is not placed follows as they came. */
export function OrderDialog({ call, onClose }: Props) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const people = useStore(call.people);
  const { tileOrderIds } = useStore(call.controls.state).stage;
  const order = orderOf(people, tileOrderIds);
  const place = (ids: readonly ParticipantId[]) => void act('host.setStage', { tileOrderIds: [...ids] });
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('order.title')}
      description={t('order.about')}
      actions={
        <Button disabled={tileOrderIds.length === 0} onClick={() => place([])}>
          {t('order.reset')}
        </Button>
      }
    >
      <ol className={styles.places} aria-label={t('order.title')}>
        {order.slice(0, SHOWN_MAX_COUNT).map((person, at) => (
          <Place
            key={person.participantId}
            person={person}
            isFirst={at === 0}
            isLast={at === order.length - 1}
            onMove={(step) => place(movedIn(order, { at, step, placedCount: tileOrderIds.length }))}
          />
        ))}
      </ol>
    </Dialog>
  );
}

interface PlaceProps {
  readonly person: PersonView;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (step: -1 | 1) => void;
}

function Place({ person, isFirst, isLast, onMove }: PlaceProps) {
  const { t } = useTranslation();
  const { participantId, name } = person;
  return (
    <li className={styles.placed} aria-label={name}>
      <Avatar id={participantId} name={name} />
      <bdi className={styles.placedName}>{name}</bdi>
      <IconButton
        size="small"
        label={t('order.up', { name })}
        icon={<ArrowUp aria-hidden="true" />}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="small"
        label={t('order.down', { name })}
        icon={<ArrowDown aria-hidden="true" />}
        disabled={isLast}
        onClick={() => onMove(1)}
      />
    </li>
  );
}
