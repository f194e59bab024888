import { lazy, Suspense, type ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { DeviceRoomsActions } from '../features/home/device-rooms.js';
import type { HomeActions } from '../features/home/home-actions.js';
import { HomePage } from '../features/home/home-page.js';
import type { ChosenLanguage } from '../i18n/languages.js';
import type { Voice } from '../ui/ui-root.js';
import { AccountLinks } from './account-links.js';
import { ErrorBoundary } from './error-boundary.js';
import { Frame } from './frame.js';
import { MeetingRoute } from './later-meeting-route.js';
import { CrashPage, LoadingPage, NotFoundPage } from './message-pages.js';
import { Preferences } from './preferences.js';
import type { Shared } from './shared.js';
import type { ThemeChoice } from './theme.js';

/** Everything that outlives a page, made once in main.tsx. */
export interface AppParts {
  readonly theme: ThemeChoice;
  readonly shared: Shared;
  readonly voice: Voice;
  readonly createRoom: HomeActions['createRoom'];
  readonly device: DeviceRoomsActions;
  readonly rememberLanguage: (language: ChosenLanguage) => void;
  /** Whether this browser was signed in last time. */
  readonly isSignedIn: () => boolean;
}

// Menus, dialogs and tooltips come with the pages that use them, not with the home page.
const UiRoot = lazy(async () => ({ default: (await import('../ui/ui-root.js')).UiRoot }));
const AccountRoutes = lazy(async () => ({ default: (await import('./account-routes.js')).AccountRoutes }));
const HomeAside = lazy(async () => ({ default: (await import('./home-aside.js')).HomeAside }));
const LinkRoute = lazy(async () => ({ default: (await import('./link-route.js')).LinkRoute }));
const ConversationsRoute = lazy(async () => ({
  default: (await import('./conversations-route.js')).ConversationsRoute,
}));
const Messaging = lazy(async () => ({ default: (await import('./messaging.js')).Messaging }));
const DesignPage = lazy(async () => ({ default: (await import('./design/design-page.js')).DesignPage }));
const EndPreview = lazy(async () => ({ default: (await import('./design/end-preview.js')).EndPreview }));

const ACCOUNT_PATHS = [
  '/login',
  '/login/oidc',
  '/register',
  '/confirm',
  '/forgot',
  '/reset',
  '/account',
  '/rooms',
] as const;

/** One page for both, so that the list stays as it is when one of its conversations is opened. */
const CONVERSATIONS_PATH = /^\/(?:conversations|c\/(?<conversationId>[^/]+))\/?$/;

/** Which page belongs to which address. */
export function App(parts: AppParts) {
  const { theme, shared, voice, createRoom, device, rememberLanguage, isSignedIn } = parts;
  const [, navigate] = useLocation();
  const goHome = () => navigate('/');
  const preferences = <Preferences theme={theme} onLanguage={rememberLanguage} />;
  return (
    <ErrorBoundary fallback={<CrashPage />}>
      <Suspense fallback={<LoadingPage />}>
        <Switch>
          <Route path="/">
            <Frame links={<AccountLinks isSignedIn={isSignedIn()} />} footer={preferences}>
              <HomePage
                createRoom={createRoom}
                device={device}
                aside={isSignedIn() ? <SignedInAside voice={voice} shared={shared} /> : undefined}
                onOpenRoom={(roomId) => navigate(`/m/${roomId}`)}
                onOpenLink={(linkId) => navigate(`/l/${linkId}`)}
                onOpenUrl={(url) => window.location.assign(url)}
              />
            </Frame>
          </Route>
          <Route path="/l/:linkId">{({ linkId }) => <LinkRoute key={linkId} linkId={linkId} onHome={goHome} />}</Route>
          {ACCOUNT_PATHS.map((path) => (
            <Route key={path} path={path}>
              <Page parts={parts} footer={preferences}>
                <AccountRoutes shared={shared} />
              </Page>
            </Route>
          ))}
          <Route path={CONVERSATIONS_PATH}>
            {({ conversationId }) => (
              <Page parts={parts}>
                <ConversationsRoute shared={shared} conversationId={conversationId} />
              </Page>
            )}
          </Route>
          <Route path="/m/:roomId">{({ roomId }) => <Meet parts={parts} roomId={roomId} onHome={goHome} />}</Route>
          <Route path="/design">
            <UiRoot voice={voice}>
              <DesignPage theme={theme} />
            </UiRoot>
          </Route>
          <Route path="/design/end/:kind">{({ kind }) => <EndPreview kind={kind} onHome={goHome} />}</Route>
          <Route>
            <NotFoundPage onHome={goHome} />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

interface MeetProps {
  readonly parts: AppParts;
  readonly roomId: string;
  readonly onHome: () => void;
}

function Meet({ parts, roomId, onHome }: MeetProps) {
  const { voice, shared, theme, rememberLanguage } = parts;
  return (
    <UiRoot voice={voice}>
      <MeetingRoute
        roomId={roomId}
        shared={shared}
        isSignedIn={parts.isSignedIn()}
        theme={theme}
        messaging={<Reachable parts={parts} />}
        onLanguage={rememberLanguage}
        onHome={onHome}
      />
    </UiRoot>
  );
}

interface PageProps {
  readonly parts: AppParts;
  /** Undefined for a page that takes all of the window. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A page outside meetings, for who has an account or wants one. */
function Page({ parts, footer, children }: PageProps) {
  return (
    <UiRoot voice={parts.voice}>
      <Frame links={<AccountLinks isSignedIn={parts.isSignedIn()} />} footer={footer} isFilled={footer === undefined}>
        {children}
      </Frame>
      <Reachable parts={parts} />
    </UiRoot>
  );
}

/** Calls and news reach who is signed in, on whatever page. On its own, since no page waits for it. */
function Reachable({ parts: { shared, isSignedIn } }: Pick<PageProps, 'parts'>) {
  if (!isSignedIn()) return undefined;
  return (
    <Suspense fallback={undefined}>
      <Messaging shared={shared} />
    </Suspense>
  );
}

/** Comes after the page it stands on: meetings begin and are joined without it. */
function SignedInAside({ voice, shared }: Pick<AppParts, 'voice' | 'shared'>) {
  return (
    <Suspense fallback={<div />}>
      <UiRoot voice={voice}>
        <HomeAside shared={shared} />
        <Messaging shared={shared} />
      </UiRoot>
    </Suspense>
  );
}
