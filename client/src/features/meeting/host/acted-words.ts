import type { TFunction } from 'i18next';
import type { HostAct, Permission } from '#contracts';
import type { ControlsNews } from '../../../engine/host-controls/model.js';

type Acted = Extract<ControlsNews, { readonly kind: 'acted' }>;

export interface Line {
  readonly title: string;
  readonly detail?: string;
}

/** One's own acts whose effect cannot be seen at once. */
const OWN = {
  'muted-all': 'said.mutedAllOwn',
  locked: 'said.lockedOwn',
  unlocked: 'said.unlockedOwn',
  'lobby-on': 'said.lobbyOnOwn',
  'lobby-off': 'said.lobbyOffOwn',
} as const satisfies Partial<Record<HostAct, string>>;

/** What was done to oneself. */
const TO_ME = {
  muted: 'said.muted',
  'stopped-camera': 'said.stoppedCamera',
  'stopped-share': 'said.stoppedShare',
  'made-cohost': 'said.madeCoHostYou',
  'made-participant': 'said.madeParticipantYou',
  'took-over': 'said.tookOverYou',
  'handed-back': 'said.handedBackYou',
  'hand-lowered': 'said.handLowered',
  'hand-called': 'said.handCalledYou',
} as const satisfies Partial<Record<HostAct, string>>;

const DETAILS = {
  muted: 'said.mutedHint',
  'made-cohost': 'said.madeCoHostHint',
  'took-over': 'said.tookOverHint',
} as const satisfies Partial<Record<HostAct, string>>;

/** What everybody should know. */
const TO_ALL = {
  'muted-all': 'said.mutedAll',
  'made-cohost': 'said.madeCoHost',
  'took-over': 'said.tookOver',
  'handed-back': 'said.handedBack',
  'hands-lowered': 'said.handsLowered',
  'hand-called': 'said.handCalled',
  removed: 'said.removed',
  banned: 'said.banned',
  'moved-to-lobby': 'said.movedToLobby',
  admitted: 'said.admitted',
  denied: 'said.denied',
  locked: 'said.locked',
  unlocked: 'said.unlocked',
  'lobby-on': 'said.lobbyOn',
  'lobby-off': 'said.lobbyOff',
  'password-set': 'said.passwordSet',
  'password-removed': 'said.passwordRemoved',
  'ban-lifted': 'said.banLifted',
  emergency: 'said.emergency',
} as const satisfies Partial<Record<HostAct, string>>;

const RIGHTS = {
  speak: { withheld: 'said.withheldSpeak', allowed: 'said.allowedSpeak' },
  camera: { withheld: 'said.withheldCamera', allowed: 'said.allowedCamera' },
  share: { withheld: 'said.withheldShare', allowed: 'said.allowedShare' },
  chat: { withheld: 'said.withheldChat', allowed: 'said.allowedChat' },
  reactions: { withheld: 'said.withheldReactions', allowed: 'said.allowedReactions' },
  rename: { withheld: 'said.withheldRename', allowed: 'said.allowedRename' },
} as const satisfies Record<Permission, unknown>;

/**
 * What to show of a host's act; undefined for what shows itself, or is between the host and somebody else. Names who acted, since
 * people want to know.
 */
export function actedWords(t: TFunction, news: Acted): Line | undefined {
  const { act, actor, target } = news;
  if (actor?.isSelf === true) return isIn(OWN, act) ? { title: t(OWN[act]) } : undefined;
  const who = namesIn(t, news);
  if (act === 'withheld' || act === 'allowed') return rightWords(t, { ...news, act }, who);
  if (target?.isSelf === true && isIn(TO_ME, act)) {
    const title = t(TO_ME[act], who);
    return isIn(DETAILS, act) ? { title, detail: t(DETAILS[act]) } : { title };
  }
  return isIn(TO_ALL, act) ? { title: t(TO_ALL[act], who) } : undefined;
}

/** A type and not an interface, since the translator takes only what may have further names. */
type Names = { readonly actor: string; readonly target: string };

function namesIn(t: TFunction, { actor, target }: Acted): Names {
  return { actor: actor?.name ?? t('said.somebody'), target: target?.name ?? '' };
}

function rightWords(
  t: TFunction,
  { act, target, permission }: Acted & { readonly act: 'withheld' | 'allowed' },
  who: Names,
): Line | undefined {
  const isMine = target === undefined || target.isSelf;
  return permission === undefined || !isMine ? undefined : { title: t(RIGHTS[permission][act], who) };
}

function isIn<T extends object>(table: T, act: string): act is Extract<keyof T, string> {
  return Object.hasOwn(table, act);
}
