import { Mic, MicOff, ScreenShare, Search, UserRoundSearch, Video, VideoOff } from 'lucide-react';
import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Avatar } from '../../../ui/avatar.js';
import { Badge } from '../../../ui/badge.js';
import { CopyLink } from '../../../ui/copy-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Panel } from '../../../ui/panel.js';
import { TextField } from '../../../ui/text-field.js';
import { VisuallyHidden } from '../../../ui/visually-hidden.js';
import { findPeople } from './find-people.js';
import styles from './people-panel.module.css';

interface Props {
  readonly call: Pick<CallView, 'people'>;
  readonly link: string;
  readonly onClose: () => void;
}

/** From so many people on a list is searched, not read. */
const SEARCH_FROM_COUNT = 8;

/** Everyone in the meeting, and the way to bring more. */
export function PeoplePanel({ call, link, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const people = useStore(call.people);
  const [wanted, setWanted] = useState('');
  const isSearchable = people.length >= SEARCH_FROM_COUNT;
  const found = isSearchable ? findPeople(people, wanted, i18n.language) : people;
  return (
    <Panel title={t('meeting.people')} onClose={onClose}>
      <div className={styles.tools}>
        <CopyLink link={link} wide />
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
      </div>
      <h3 className={styles.heading}>
        {t('meeting.inMeeting')} <Badge>{people.length}</Badge>
      </h3>
      {found.length === 0 ? (
        <EmptyState icon={<UserRoundSearch />} title={t('meeting.searchNone')}>
          {t('meeting.searchNoneBody')}
        </EmptyState>
      ) : (
        <ul className={styles.list} aria-label={t('meeting.inMeeting')}>
          {found.map((person) => (
            <Person key={person.participantId} person={person} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const Person = memo(function Person({ person }: { readonly person: PersonView }) {
  const { t } = useTranslation();
  const { participantId, name, isSelf, role, isAudioOn, isVideoOn, isSharing, isConnected } = person;
  return (
    <li className={styles.person} aria-label={name} data-connected={isConnected}>
      <Avatar id={participantId} name={name} />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{isSelf ? t('meeting.youSuffix', { name }) : name}</bdi>
        </p>
        {(role === 'host' || !isConnected) && (
          <p className={styles.about}>{isConnected ? t('meeting.host') : t('meeting.away')}</p>
        )}
      </div>
      <div className={styles.states}>
        {isSharing && <StateIcon words={t('meeting.isSharing')} icon={<ScreenShare />} />}
        {isVideoOn ? (
          <StateIcon words={t('meeting.cameraIsOn')} icon={<Video />} />
        ) : (
          <StateIcon words={t('meeting.cameraIsOff')} icon={<VideoOff />} isOff />
        )}
        {isAudioOn ? (
          <StateIcon words={t('meeting.unmuted')} icon={<Mic />} />
        ) : (
          <StateIcon words={t('meeting.muted')} icon={<MicOff />} isOff />
        )}
      </div>
    </li>
  );
});

interface StateIconProps {
  readonly words: string;
  readonly icon: ReactNode;
  readonly isOff?: boolean;
}

function StateIcon({ words, icon, isOff = false }: StateIconProps) {
  return (
    <span className={styles.state} data-off={isOff} title={words}>
      <span aria-hidden="true">{icon}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
