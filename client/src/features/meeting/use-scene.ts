import { useEffect, useMemo } from 'react';
import type { ParticipantId } from '#contracts';
import type { CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import type { Area } from './layout/grid-for.js';
import { arranged, withPins } from './layout/arranged.js';
import { sceneFor, type Scene } from './layout/scene.js';
import { TileOrder } from './layout/tile-order.js';
import type { MeetingPreferences } from './preferences.js';

interface SceneWishes {
  readonly preferences: MeetingPreferences;
  readonly area: Area | undefined;
  readonly page: number;
}

/** What stands where on the stage now. Undefined until the stage has a size. */
export function useScene(call: CallView, { preferences, area, page }: SceneWishes): Scene<ParticipantId> | undefined {
  const people = useStore(call.people);
  const layout = useStore(preferences.layout.value);
  const pageSizeCount = Number(useStore(preferences.pageSize.value));
  const tileOrder = useMemo(() => new TileOrder(call), [call]);
  const order = useStore(tileOrder.order);
  const { stage } = useStore(call.controls.state);
  const pinnedIds = useStore(call.pins.ids);
  useEffect(() => tileOrder.follow(), [tileOrder]);

  const scene = useMemo(() => {
    const self = people.find(({ isSelf }) => isSelf);
    if (area === undefined || self === undefined) return undefined;
    const here = new Set(people.map(({ participantId }) => participantId));
    return sceneFor({
      ...withPins(
        arranged({ others: order.others.filter((id) => here.has(id)), speaker: order.speaker, layout }, stage),
        { pinnedIds, chosen: layout },
      ),
      self: self.participantId,
      sharers: people.flatMap((person) => (person.isSharing && !person.isSelf ? [person.participantId] : [])),
      pageSizeCount,
      page,
      area,
    });
  }, [area, people, order, stage, pinnedIds, layout, pageSizeCount, page]);

  const inSightCount = scene?.inSightCount;
  useEffect(() => {
    if (inSightCount !== undefined) tileOrder.setInSight(inSightCount);
  }, [tileOrder, inSightCount]);
  return scene;
}
