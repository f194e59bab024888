import type { Stage } from '#contracts';
import type { SceneInput } from './scene.js';

type Arrangement<Id extends string> = Pick<SceneInput<Id>, 'others' | 'speaker' | 'layout'>;

/**
 * A scene's input as hosts arrange it: who is in the spotlight is shown large, those put first come first, and where a person
 * chose no layout of their own the suggested one holds. Who is not here is passed over. Pure.
 */
export function arranged<Id extends string>(
  { others, speaker, layout }: Arrangement<Id>,
  stage: Pick<Stage, 'layout'> & { readonly spotlightIds: readonly Id[]; readonly tileOrderIds: readonly Id[] },
): Arrangement<Id> {
  const here = new Set(others);
  const spotlit = stage.spotlightIds.filter((id) => here.has(id));
  const first = [...new Set([...spotlit, ...stage.tileOrderIds.filter((id) => here.has(id))])];
  const isFirst = new Set(first);
  const [star] = spotlit;
  const wished = layout === 'automatic' ? (stage.layout ?? layout) : layout;
  return {
    others: first.length === 0 ? others : [...first, ...others.filter((id) => !isFirst.has(id))],
    speaker: star ?? speaker,
    layout: star === undefined || wished === 'sidebar' ? wished : 'speaker',
  };
}

interface Pinning<Id extends string> {
  /** The last one pinned first. */
  readonly pinnedIds: readonly Id[];
  /** The layout that this person has chosen for themselves. */
  readonly chosen: SceneInput<Id>['layout'];
}

/**
 * The same with those first whom this person has pinned, whatever hosts arrange. The last one pinned is shown large, unless the
 * person wants everybody in a grid. Pure.
 */
export function withPins<Id extends string>(
  arrangement: Arrangement<Id>,
  { pinnedIds, chosen }: Pinning<Id>,
): Arrangement<Id> {
  const { others } = arrangement;
  const pinned = pinnedIds.filter((id) => others.includes(id));
  const [large] = pinned;
  if (large === undefined) return arrangement;
  const isPinned = new Set(pinned);
  return {
    others: [...pinned, ...others.filter((id) => !isPinned.has(id))],
    speaker: large,
    layout: chosen === 'grid' || chosen === 'sidebar' ? chosen : 'speaker',
  };
}
