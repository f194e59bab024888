import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Waiting, WaitingId } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { useVoice } from '../../../ui/ui-root.js';
import { useHand } from '../hands/use-hand.js';
import { useSelf } from '../use-self.js';
import { actedWords } from './acted-words.js';

type Call = Pick<CallView, 'people' | 'controls'>;

interface PeoplePanelState {
  readonly isOpen: boolean;
  readonly show: () => void;
}

/** Says what hosts did, who knocks, and when one's turn to speak comes near. */
export function useControlNotices(call: Call, panel: PeoplePanelState): void {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  const say = useRef({ t, toast, announce, panel });
  useEffect(() => {
    say.current = { t, toast, announce, panel };
  });
  useNextCue(call);

  useEffect(() => {
    const stops = [
      call.controls.listen((news) => {
        if (news.kind !== 'acted') return;
        const line = actedWords(say.current.t, news);
        if (line !== undefined) say.current.toast(line);
      }),
      followKnocks(call, (knockers) => {
        const [first] = knockers;
        if (first === undefined) return;
        const { t, toast, announce, panel } = say.current;
        const title = t('said.waiting', { count: knockers.length, name: first.name });
        // Where they are listed already, a message would only cover the list.
        if (panel.isOpen) announce(title);
        else toast({ title, action: { label: t('lobby.show'), onPress: () => say.current.panel.show() } });
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [call]);
}

/** Tells who began to wait since the last look, from now on. Who waits already is news as well. */
function followKnocks({ controls }: Call, tell: (knockers: readonly Waiting[]) => void): () => void {
  let known: ReadonlySet<WaitingId> = new Set();
  const look = () => {
    const { waiting } = controls.host.get();
    const knockers = waiting.filter(({ waitingId }) => !known.has(waitingId));
    known = new Set(waiting.map(({ waitingId }) => waitingId));
    if (knockers.length > 0) tell(knockers);
  };
  look();
  return controls.host.watch(look);
}

/** Who moves up to the first place in the queue should get ready. */
function useNextCue(call: Call): void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const place = useHand(call, useSelf(call)?.participantId);
  const before = useRef(place);
  useEffect(() => {
    if (place === 1 && before.current !== undefined && before.current > 1) toast({ title: t('hands.youAreNext') });
    before.current = place;
  });
}
