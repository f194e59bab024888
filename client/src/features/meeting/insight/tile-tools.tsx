import { Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { IconButton } from '../../../ui/icon-button.js';
import { useInspect } from './inspect.js';
import { QualityBars } from './quality-bars.js';
import { qualityOf, qualityWords } from './quality-words.js';
import { usePin } from './use-pin.js';
import styles from './insight.module.css';

interface Props {
  readonly call: Pick<CallView, 'pins'>;
  readonly person: PersonView;
}

/** Up to this quality it is shown without being asked for. */
const WORTH_TELLING_MAX = 3;

/** In the corner of a tile: how well somebody comes through, and whether they are pinned. There while one points at it. */
export function TileTools({ call, person }: Props) {
  const { t } = useTranslation();
  const inspect = useInspect();
  const { participantId, name, isSelf } = person;
  const quality = qualityOf(person);
  const words = qualityWords(t, quality);
  return (
    <div className={styles.tools}>
      {!isSelf && <PinTool call={call} person={person} />}
      <IconButton
        className={styles.tool}
        size="small"
        tooltipSide="bottom"
        label={t(isSelf ? 'quality.badgeSelf' : 'quality.badge', { name, quality: words })}
        icon={<QualityBars quality={quality} />}
        data-testid="quality"
        data-kept={quality !== undefined && quality <= WORTH_TELLING_MAX}
        onClick={() => inspect('connection', participantId)}
      />
    </div>
  );
}

function PinTool({ call, person }: Props) {
  const { t } = useTranslation();
  const { isPinned, toggle } = usePin(call, person);
  return (
    <IconButton
      className={styles.tool}
      size="small"
      tooltipSide="bottom"
      label={t(isPinned ? 'pins.unpin' : 'pins.pin', { name: person.name })}
      icon={isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
      data-kept={isPinned}
      onClick={toggle}
    />
  );
}
