import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { createApi } from '../engine/api.js';
import { LinkPage } from '../features/link/link-page.js';
import { useMade } from './use-made.js';

interface Props {
  readonly linkId: string;
  readonly onHome: () => void;
}

/** The page of an extra link; the room's own takes its place, so that going back does not open the link again. */
export function LinkRoute({ linkId, onHome }: Props) {
  const openLink = useMade(() => {
    const { sharing } = createApi();
    return sharing.openLink.bind(sharing);
  });
  const [, navigate] = useLocation();
  const openRoom = useCallback(
    (roomId: string) => navigate(`/m/${roomId}${window.location.search}`, { replace: true }),
    [navigate],
  );
  return <LinkPage linkId={linkId} openLink={openLink} onOpenRoom={openRoom} onHome={onHome} />;
}
