import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { AccountView } from '#contracts';
import { createApi } from '../engine/api.js';
import { useStore } from '../engine/use-store.js';
import type { AccountActions } from '../features/account/account-actions.js';
import { ConfirmPage, ForgotPage, ResetPage } from '../features/account/link-pages.js';
import { LoginPage } from '../features/account/login-page.js';
import { GuestRooms } from '../features/account/guest-rooms.js';
import { OidcPage } from '../features/account/oidc-page.js';
import { ProfilePage } from '../features/account/profile-page.js';
import { RegisterPage } from '../features/account/register-page.js';
import { RoomsPage } from '../features/rooms/rooms-page.js';
import { Spinner } from '../ui/spinner.js';
import { VisibilityCard } from '../features/presence/visibility-card.js';
import { messagingOf } from './make-messaging.js';
import { newcomersFrom } from './newcomers.js';
import { recordsFrom } from './room-records.js';
import type { Shared } from './shared.js';

/** Every page about one's account. */
export function AccountRoutes({ shared }: { readonly shared: Shared }) {
  const api = shared.api(createApi);
  const { account } = api;
  const [, navigate] = useLocation();
  const toRooms = () => navigate('/rooms', { replace: true });
  // Behind the `#`, since browsers send nothing of that to servers, proxies or other pages.
  const token = window.location.hash.slice(1);
  return (
    <Switch>
      <Route path="/login">
        <LoginPage account={account} onSignedIn={toRooms} onLeave={(url) => window.location.assign(url)} />
      </Route>
      <Route path="/login/oidc">
        <OidcPage account={account} query={window.location.search} onSignedIn={toRooms} onGo={navigate} />
      </Route>
      <Route path="/register">
        <RegisterPage account={account} />
      </Route>
      <Route path="/confirm">
        <ConfirmPage account={account} token={token} onGo={navigate} />
      </Route>
      <Route path="/forgot">
        <ForgotPage account={account} />
      </Route>
      <Route path="/reset">
        <ResetPage account={account} token={token} onGo={navigate} />
      </Route>
      <Route path="/rooms">
        <SignedIn account={account}>
          {() => (
            <RoomsPage
              server={api}
              records={recordsFrom(api)}
              onOpenRoom={(roomId) => navigate(`/m/${roomId}`)}
              newcomers={newcomersFrom(account)}
            />
          )}
        </SignedIn>
      </Route>
      <Route path="/account">
        <SignedIn account={account}>
          {(view) => (
            <ProfilePage account={account} view={view}>
              <GuestRooms account={account} onOpenRooms={() => navigate('/rooms')} />
              <VisibilityCard {...messagingOf(shared)} />
            </ProfilePage>
          )}
        </SignedIn>
      </Route>
    </Switch>
  );
}

interface SignedInProps {
  readonly account: Pick<AccountActions, 'state' | 'load'>;
  /** What there is to show until the server has said who this is. */
  readonly meanwhile?: ReactNode;
  readonly children: (view: AccountView) => ReactNode;
}

/** For those who are signed in; leads anybody else to where they can. */
export function SignedIn({ account, meanwhile, children }: SignedInProps) {
  const { t } = useTranslation();
  const state = useStore(account.state);
  useEffect(() => {
    account.load().catch(() => undefined); // Unknown it stays, until the standing line has found it out.
  }, [account]);
  if (state.kind === 'guest') return <Redirect to="/login" replace />;
  if (state.kind === 'unknown') return meanwhile ?? <Spinner label={t('account.loading')} />;
  return children(state.account);
}
