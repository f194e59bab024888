import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, CalleeState, IdentityId } from '#contracts';
import type { PhoneView } from '../../engine/phone/model.js';
import { useVoice } from '../../ui/ui-root.js';

const WORDS = { declined: 'calls.over.declined', busy: 'calls.over.busy', missed: 'calls.over.missed' } as const;

/** Tells who brought somebody into a call that they are not coming. */
export function useAddedNews({ inRooms }: Pick<PhoneView, 'inRooms'>, selfId: IdentityId | undefined): void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const known = useRef<ReadonlyMap<string, CalleeState>>(new Map());
  const tell = useRef<(calls: readonly Call[]) => void>(() => undefined);
  useEffect(() => {
    tell.current = (calls) => {
      const added = calls.flatMap(({ callId, callees }) =>
        callees
          .filter(({ addedBy }) => selfId !== undefined && addedBy?.identityId === selfId)
          .map((callee) => [`${callId} ${callee.identityId}`, callee] as const),
      );
      for (const [key, { state, name = '?', message }] of added) {
        if (state === 'ringing' || state === 'accepted' || known.current.get(key) === state) continue;
        toast({ title: t(WORDS[state], { name }), ...(message === undefined ? {} : { detail: message }) });
      }
      known.current = new Map(added.map(([key, { state }]) => [key, state]));
    };
  });
  useEffect(() => inRooms.watch(() => tell.current([...inRooms.get().values()])), [inRooms]);
}
