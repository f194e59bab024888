import { Lock, Search, UserRoundSearch } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Badge } from '../../../ui/badge.js';
import { CopyLink } from '../../../ui/copy-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Panel } from '../../../ui/panel.js';
import { TextField } from '../../../ui/text-field.js';
import { HandQueue } from '../hands/hand-queue.js';
import type { HostDialog } from '../host/host-dialog.js';
import { findPeople } from './find-people.js';
import { LongList } from './long-list.js';
import { PersonRow } from './person-row.js';
import { WaitingList } from './waiting-list.js';
import styles from './people-panel.module.css';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls' | 'pins'>;
  readonly link: string;
  /** Of a call: whom it rings for, and the way to call more people. */
  readonly guests: ReactNode;
  readonly onClose: () => void;
  readonly onDialog: (dialog: HostDialog) => void;
}

/** From so many people on a list is searched, not read. */
const SEARCH_FROM_COUNT = 8;
const ROW_PX = 60;

/** Everyone in the meeting, those who wait to come in, raised hands, and the way to bring more. */
export function PeoplePanel({ call, link, guests, onClose, onDialog }: Props) {
  const { t, i18n } = useTranslation();
  const people = useStore(call.people);
  const { isLocked } = useStore(call.controls.state).access;
  const [wanted, setWanted] = useState('');
  const isSearchable = people.length >= SEARCH_FROM_COUNT;
  const found = isSearchable ? findPeople(people, wanted, i18n.language) : people;
  return (
    <Panel title={t('meeting.people')} onClose={onClose}>
      <div className={styles.tools}>
        {guests}
        <CopyLink link={link} wide />
        {isLocked && (
          <Badge tone="warning" icon={<Lock aria-hidden="true" />}>
            {t('host.isLocked')}
          </Badge>
        )}
      </div>
      <WaitingList call={call} />
      <HandQueue call={call} />
      <h3 className={styles.heading}>
        {t('meeting.inMeeting')} <Badge>{people.length}</Badge>
      </h3>
      {isSearchable && (
        <TextField
          label={t('meeting.search')}
          isLabelHidden
          placeholder={t('meeting.search')}
          type="search"
          prefix={<Search aria-hidden="true" />}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      {found.length === 0 ? (
        <EmptyState icon={<UserRoundSearch />} title={t('meeting.searchNone')}>
          {t('meeting.searchNoneBody')}
        </EmptyState>
      ) : (
        <LongList
          label={t('meeting.inMeeting')}
          items={found}
          keyOf={({ participantId }) => participantId}
          nameOf={({ name }) => name}
          rowHeightPx={ROW_PX}
        >
          {(person) => <PersonRow call={call} person={person} onDialog={onDialog} />}
        </LongList>
      )}
    </Panel>
  );
}
