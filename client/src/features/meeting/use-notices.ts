import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareProfile } from '#contracts';
import type { CallView, LocalSource, ScreenView } from '../../engine/model.js';
import { useVoice } from '../../ui/ui-root.js';
import { followArrivals } from './arrivals.js';
import { MicrophoneWatch, SAMPLE_EVERY_MS, type MicrophoneHint } from './microphone-watch.js';
import { followSharing, type SharingNews } from './sharing-news.js';

/** Says what happens in the meeting: who comes and goes, who shares, and what one's own devices do. */
export function useNotices(call: CallView, onCheckDevices: () => void): void {
  const { t } = useTranslation();
  const { toast, announce } = useVoice();
  const hint = (kind: MicrophoneHint) => {
    if (kind === 'talking-muted') toast({ title: t('meeting.talkingMuted'), detail: t('meeting.talkingMutedHint') });
    else
      toast({
        title: t('meeting.silentTitle'),
        detail: t('meeting.silentBody'),
        action: { label: t('meeting.silentCheck'), onPress: onCheckDevices },
      });
  };
  const say = useRef({ t, toast, announce, hint });
  useEffect(() => {
    say.current = { t, toast, announce, hint };
  });

  useEffect(() => {
    const stops = [
      followArrivals(call.people, ({ joined, left }) => {
        if (joined.length > 0) say.current.toast({ title: namesIn(say.current.t, 'joined', joined) });
        if (left.length > 0) say.current.toast({ title: namesIn(say.current.t, 'left', left) });
      }),
      followSharing(call.people, (news) => say.current.announce(sharingWords(say.current.t, news))),
      followSwitch(call.devices.microphone, (isOn) =>
        say.current.announce(say.current.t(isOn ? 'meeting.saidUnmuted' : 'meeting.saidMuted')),
      ),
      followSwitch(call.devices.camera, (isOn) =>
        say.current.announce(say.current.t(isOn ? 'meeting.saidCameraOn' : 'meeting.saidCameraOff')),
      ),
      followProfile(call.devices.screen, (profile) =>
        say.current.announce(say.current.t(profile === 'text' ? 'shareProfile.saidText' : 'shareProfile.saidMotion')),
      ),
      watchMicrophone(call, (kind) => say.current.hint(kind)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [call]);
}

function namesIn(t: TFunction, verb: 'joined' | 'left', names: readonly string[]): string {
  const [name = '', other = ''] = names;
  if (names.length === 1) return t(`meeting.${verb}One`, { name });
  if (names.length === 2) return t(`meeting.${verb}Two`, { name, other });
  return t(`meeting.${verb}Many`, { name, count: names.length - 1 });
}

function sharingWords(t: TFunction, { person, isSharing }: SharingNews): string {
  if (person.isSelf) return t(isSharing ? 'meeting.saidOwnSharing' : 'meeting.saidOwnStoppedSharing');
  return t(isSharing ? 'meeting.saidSharing' : 'meeting.saidStoppedSharing', { name: person.name });
}

/** Tells when a device has gone on or off. Opening is neither. */
function followSwitch(source: Pick<LocalSource, 'state'>, tell: (isOn: boolean) => void): () => void {
  let wasOn = source.state.get().kind === 'live';
  return source.state.watch(() => {
    const { kind } = source.state.get();
    if (kind === 'opening' || (kind === 'live') === wasOn) return;
    wasOn = kind === 'live';
    tell(wasOn);
  });
}

/** Tells what a running share has become. */
function followProfile({ state, profile }: ScreenView, tell: (profile: ShareProfile) => void): () => void {
  return profile.watch(() => {
    if (state.get().kind === 'live') tell(profile.get());
  });
}

function watchMicrophone({ devices: { microphone } }: CallView, tell: (hint: MicrophoneHint) => void): () => void {
  const watch = new MicrophoneWatch();
  const timer = setInterval(() => {
    const { kind } = microphone.state.get();
    const hint = watch.sample({
      isOn: kind === 'live',
      levelRatio: microphone.levelRatio.get(),
      nowMs: performance.now(),
    });
    if (hint !== undefined) tell(hint);
  }, SAMPLE_EVERY_MS);
  return () => clearInterval(timer);
}
