import {
  CircleCheck,
  DoorOpen,
  GlobeX,
  LogOut,
  MonitorSmartphone,
  ServerCrash,
  Unlink,
  UserRoundX,
  UsersRound,
  WifiOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { MessagePage } from '../../ui/message-page.js';

/** Ends that a person can undo by a press: come back, try again, bring the seat here. */
export type UndoableEnd = 'left' | 'full' | 'serverFull' | 'moved' | 'unreachable' | 'signedOut';
/** Ends that only lead home. */
export type FinalEnd = 'ended' | 'removed' | 'denied' | 'notFound' | 'unsupported';
export type EndKind = UndoableEnd | FinalEnd;

export const UNDOABLE_ENDS = [
  'left',
  'full',
  'serverFull',
  'moved',
  'unreachable',
  'signedOut',
] as const satisfies readonly UndoableEnd[];
export const FINAL_ENDS = [
  'ended',
  'removed',
  'denied',
  'notFound',
  'unsupported',
] as const satisfies readonly FinalEnd[];

interface Shared {
  readonly onHome: () => void;
  /** What else can be done, after the buttons of every ending. */
  readonly more?: ReactNode;
}

interface Undoable extends Shared {
  readonly kind: UndoableEnd;
  /** The main button: Rejoin, Try again or Use here. */
  readonly onAgain: () => void;
  /** What `onAgain` began is under way. */
  readonly busy?: boolean;
}

interface Final extends Shared {
  readonly kind: FinalEnd;
}

type Look = { readonly icon: ReactNode; readonly tone: 'neutral' | 'accent' | 'warning' | 'danger' };

const LOOKS: Readonly<Record<EndKind, Look>> = {
  left: { icon: <DoorOpen />, tone: 'accent' },
  ended: { icon: <CircleCheck />, tone: 'accent' },
  removed: { icon: <UserRoundX />, tone: 'neutral' },
  denied: { icon: <UserRoundX />, tone: 'neutral' },
  notFound: { icon: <Unlink />, tone: 'neutral' },
  full: { icon: <UsersRound />, tone: 'warning' },
  serverFull: { icon: <ServerCrash />, tone: 'warning' },
  moved: { icon: <MonitorSmartphone />, tone: 'accent' },
  unsupported: { icon: <GlobeX />, tone: 'warning' },
  unreachable: { icon: <WifiOff />, tone: 'danger' },
  signedOut: { icon: <LogOut />, tone: 'warning' },
};

/** What a person sees when they are not, or not any more, in the meeting they wanted: why, and what they can do. */
export function EndScreen(props: Undoable | Final) {
  const { t } = useTranslation();
  const { kind, onHome } = props;
  const undo = 'onAgain' in props ? props : undefined;
  return (
    <MessagePage
      {...LOOKS[kind]}
      title={t(`end.${kind}.title`)}
      actions={
        <>
          {undo !== undefined && (
            <Button variant="primary" size="large" busy={undo.busy ?? false} onClick={undo.onAgain}>
              {t(`end.${undo.kind}.again`)}
            </Button>
          )}
          <Button size="large" variant={undo === undefined ? 'primary' : 'secondary'} onClick={onHome}>
            {t('end.home')}
          </Button>
          {props.more}
        </>
      }
    >
      <p>{t(`end.${kind}.body`)}</p>
      {kind === 'unsupported' && <p>{t('end.unsupported.browsers')}</p>}
    </MessagePage>
  );
}
