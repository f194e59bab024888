import { useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { useToastLift } from '../../ui/toasts.js';
import type { Box } from './layout/grid-for.js';
import { toastLiftPx } from './layout/toast-lift.js';
import { Pager } from './pager.js';
import type { MeetingPreferences } from './preferences.js';
import { ShareTile } from './share-tile.js';
import { Tile } from './tile.js';
import { useArea } from './use-area.js';
import { useScene } from './use-scene.js';
import styles from './stage.module.css';

/** Up to this width a name plate is small and says no role. */
const NARROW_MAX_PX = 176;
/** Up to this width a veil shows its sign only. */
const TINY_MAX_PX = 144;

interface Props {
  readonly call: CallView;
  readonly preferences: MeetingPreferences;
  readonly onShowPeople: () => void;
}

/**
 * Everyone and everything to look at. All tiles lie in one flat container, in order of joining, and are only given other
 * places when the picture changes: a video that moves is never taken out of the page.
 */
export function Stage({ call, preferences, onShowPeople }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  const area = useArea(ref);
  const people = useStore(call.people);
  const [page, setPage] = useState(0);
  const scene = useScene(call, { preferences, area, page });
  useToastLift(scene === undefined || area === undefined ? 0 : toastLiftPx(scene, area));

  return (
    <section className={styles.frame} aria-label={t('meeting.stage')}>
      <div className={styles.stage} ref={ref}>
        {scene !== undefined && (
          <>
            {people.map((person) => placed(person, scene.shares, <ShareTile call={call} person={person} />))}
            {people.map((person) =>
              placed(
                person,
                scene.tiles,
                <Tile call={call} person={person} />,
                scene.floating === person.participantId,
              ),
            )}
            {scene.hidden !== undefined && (
              <Place box={scene.hidden.box}>
                <button
                  type="button"
                  className={styles.hidden}
                  aria-label={t('meeting.showHidden', { count: scene.hidden.count })}
                  onClick={onShowPeople}
                >
                  {t('meeting.hiddenCount', { count: scene.hidden.count })}
                </button>
              </Place>
            )}
          </>
        )}
      </div>
      {scene !== undefined && scene.pageCount > 1 && (
        <Pager page={scene.page} pageCount={scene.pageCount} onPage={setPage} />
      )}
    </section>
  );
}

function placed(
  person: PersonView,
  boxes: ReadonlyMap<string, Box>,
  ...[content, isFloating = false]: readonly [ReactNode, boolean?]
): ReactNode {
  const box = boxes.get(person.participantId);
  if (box === undefined) return undefined;
  return (
    <Place key={person.participantId} box={box} isFloating={isFloating}>
      {content}
    </Place>
  );
}

/** How much there is room for, for the style sheets of what stands in a place. */
function widthOf({ widthPx }: Box): 'tiny' | 'narrow' | 'wide' {
  if (widthPx <= TINY_MAX_PX) return 'tiny';
  return widthPx <= NARROW_MAX_PX ? 'narrow' : 'wide';
}

interface PlaceProps {
  readonly box: Box;
  readonly isFloating?: boolean;
  readonly children: ReactNode;
}

/** A place on the stage. React writes these properties one by one, so they pass a strict content security policy. */
function Place({ box, isFloating = false, children }: PlaceProps) {
  const place: CSSProperties & Record<`--${string}`, string> = {
    '--x': `${box.xPx}px`,
    '--y': `${box.yPx}px`,
    '--width': `${box.widthPx}px`,
    '--height': `${box.heightPx}px`,
  };
  return (
    <div className={styles.place} style={place} data-floating={isFloating} data-width={widthOf(box)}>
      {children}
    </div>
  );
}
