import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { createApi } from '../engine/api.js';
import { useStore } from '../engine/use-store.js';
import { Illustration } from '../features/home/illustration.js';
import { HomeRooms } from '../features/rooms/home-rooms.js';
import { Spinner } from '../ui/spinner.js';
import { newcomersFrom } from './newcomers.js';
import { recordsFrom } from './room-records.js';
import type { Shared } from './shared.js';

/** Beside the ways into a meeting: one's rooms, or the picture for who turns out to be signed out. */
export function HomeAside({ shared }: { readonly shared: Shared }) {
  const { t } = useTranslation();
  const api = shared.api(createApi);
  const [, navigate] = useLocation();
  const { account } = api;
  const state = useStore(account.state);
  useEffect(() => {
    account.load().catch(() => undefined); // Unknown it stays, until the page is loaded again.
  }, [account]);
  if (state.kind === 'guest') return <Illustration />;
  if (state.kind === 'unknown') return <Spinner label={t('account.loading')} />;
  return (
    <HomeRooms
      server={api}
      records={recordsFrom(api)}
      onOpenRoom={(roomId) => navigate(`/m/${roomId}`)}
      newcomers={newcomersFrom(account)}
    />
  );
}
