import { lazy, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { DeviceRoomsActions } from '../features/home/device-rooms.js';
import type { HomeActions } from '../features/home/home-actions.js';
import { HomePage } from '../features/home/home-page.js';
import type { ChosenLanguage } from '../i18n/languages.js';
import type { Voice } from '../ui/ui-root.js';
import { AccountLinks } from './account-links.js';
import { ErrorBoundary } from './error-boundary.js';
import { Frame } from './frame.js';
import { CrashPage, LoadingPage, NotFoundPage } from './message-pages.js';
import { Preferences } from './preferences.js';
import type { ThemeChoice } from './theme.js';

/** Everything that outlives a page, made once in main.tsx. */
export interface AppParts {
  readonly theme: ThemeChoice;
  readonly voice: Voice;
  readonly createRoom: HomeActions['createRoom'];
  readonly device: DeviceRoomsActions;
  readonly rememberLanguage: (language: ChosenLanguage) => void;
  /** Whether this browser was signed in last time. */
  readonly isSignedIn: () => boolean;
}

// Menus, dialogs and tooltips come with the pages that use them, not with the home page.
const UiRoot = lazy(async () => ({ default: (await import('../ui/ui-root.js')).UiRoot }));
const MeetingRoute = lazy(async () => ({ default: (await import('./meeting-route.js')).MeetingRoute }));
const AccountRoutes = lazy(async () => ({ default: (await import('./account-routes.js')).AccountRoutes }));
const HomeAside = lazy(async () => ({ default: (await import('./home-aside.js')).HomeAside }));
const LinkRoute = lazy(async () => ({ default: (await import('./link-route.js')).LinkRoute }));
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

/** Which page belongs to which address. */
export function App({ theme, voice, createRoom, device, rememberLanguage, isSignedIn }: AppParts) {
  const [, navigate] = useLocation();
  const goHome = () => navigate('/');
  const links = () => <AccountLinks isSignedIn={isSignedIn()} />;
  return (
    <ErrorBoundary fallback={<CrashPage />}>
      <Suspense fallback={<LoadingPage />}>
        <Switch>
          <Route path="/">
            <Frame links={links()} footer={<Preferences theme={theme} onLanguage={rememberLanguage} />}>
              <HomePage
                createRoom={createRoom}
                device={device}
                aside={isSignedIn() ? <SignedInAside voice={voice} /> : undefined}
                onOpenRoom={(roomId) => navigate(`/m/${roomId}`)}
                onOpenLink={(linkId) => navigate(`/l/${linkId}`)}
                onOpenUrl={(url) => window.location.assign(url)}
              />
            </Frame>
          </Route>
          <Route path="/l/:linkId">{({ linkId }) => <LinkRoute key={linkId} linkId={linkId} onHome={goHome} />}</Route>
          {ACCOUNT_PATHS.map((path) => (
            <Route key={path} path={path}>
              <UiRoot voice={voice}>
                <Frame links={links()} footer={<Preferences theme={theme} onLanguage={rememberLanguage} />}>
                  <AccountRoutes />
                </Frame>
              </UiRoot>
            </Route>
          ))}
          <Route path="/m/:roomId">
            {({ roomId }) => (
              <UiRoot voice={voice}>
                <MeetingRoute roomId={roomId} theme={theme} onLanguage={rememberLanguage} onHome={goHome} />
              </UiRoot>
            )}
          </Route>
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

/** Comes after the page it stands on: meetings begin and are joined without it. */
function SignedInAside({ voice }: Pick<AppParts, 'voice'>) {
  return (
    <Suspense fallback={<div />}>
      <UiRoot voice={voice}>
        <HomeAside />
      </UiRoot>
    </Suspense>
  );
}
