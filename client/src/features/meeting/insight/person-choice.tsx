import { useTranslation } from 'react-i18next';
import type { ParticipantId } from '#contracts';
import type { PersonView } from '../../../engine/model.js';
import { Select } from '../../../ui/select.js';

interface Props {
  readonly label: string;
  readonly people: readonly PersonView[];
  readonly chosen: PersonView;
  readonly onChoose: (participantId: ParticipantId) => void;
}

/** One of the people of the meeting. */
export function PersonChoice({ label, people, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      label={label}
      value={chosen.participantId}
      options={people.map(({ participantId, name, isSelf }) => ({
        value: participantId,
        label: isSelf ? t('meeting.youSuffix', { name }) : name,
      }))}
      onChange={onChoose}
    />
  );
}
