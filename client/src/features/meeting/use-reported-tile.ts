import { useEffect, useRef, type RefObject } from 'react';
import type { ParticipantId } from '#contracts';
import type { CallView } from '../../engine/model.js';

/** Tells the call how large a video is on this page and whether it is in sight. Returns what to put on its element. */
export function useReportedTile(
  call: Pick<CallView, 'reportTile'>,
  participantId: ParticipantId,
  source: 'camera' | 'screen',
): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    // Taken for visible until the browser says otherwise, which it does within a frame.
    let isVisible = true;
    const report = () => {
      const ratio = window.devicePixelRatio;
      const widthPx = Math.round(element.clientWidth * ratio);
      call.reportTile(participantId, source, {
        widthPx,
        heightPx: Math.round(element.clientHeight * ratio),
        isVisible,
      });
    };
    const sizes = new ResizeObserver(report);
    const sight = new IntersectionObserver((entries) => {
      isVisible = entries.at(-1)?.isIntersecting ?? true;
      report();
    });
    // Each looks once by itself when the tile is laid out; to ask for its size now would have the page laid out at once.
    sizes.observe(element);
    sight.observe(element);
    return () => {
      sizes.disconnect();
      sight.disconnect();
      call.reportTile(participantId, source, undefined);
    };
  }, [call, participantId, source]);

  return ref;
}
