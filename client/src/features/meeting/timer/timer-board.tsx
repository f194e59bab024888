import { Pause, Play, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timer } from '#contracts';
import { chime } from '../../../engine/host-controls/chime.js';
import type { ControlsView } from '../../../engine/host-controls/model.js';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Menu, MenuItem } from '../../../ui/menu.js';
import { useVoice } from '../../../ui/ui-root.js';
import { clockOf, durationWords } from '../clock-words.js';
import { useAct } from '../use-act.js';
import { useManages } from '../use-self.js';
import styles from './timer.module.css';

type Call = Pick<CallView, 'people' | 'controls'>;

/** How long a timer that is over stays, in ms. */
const STAYS_MS = 6_000;
/** How often the clock is looked at, in ms; it is drawn only when another second is to be shown. */
const LOOK_EVERY_MS = 100;
/** When colours begin to say that time is short, in ms. */
const SHORT_MS = 10_000;
/** What a screen reader is told of, in seconds left. */
const TOLD_SECONDS: ReadonlySet<number> = new Set([60, 10]);

/** Every running timer, alike on every screen, and for a moment those that are over. */
export function TimerBoard({ call }: { readonly call: Call }) {
  const { timers } = useStore(call.controls.state);
  const isManaging = useManages(call);
  const over = useOver(call);
  return (
    <>
      {timers.map((timer) => (
        <TimerView key={timer.timerId} call={call} timer={timer} isManaging={isManaging} />
      ))}
      {over.map((timer) => (
        <OverView key={timer.timerId} call={call} timer={timer} />
      ))}
    </>
  );
}

/** Whose timer it is, in words. */
function useLabel({ people }: Call, timer: Timer): { readonly label: string; readonly target: PersonView | undefined } {
  const { t } = useTranslation();
  const target = useStore(people).find(({ participantId }) => participantId === timer.targetId);
  if (target === undefined) return { label: t('timer.ofMeeting'), target };
  return { label: target.isSelf ? t('timer.ofYou') : t('timer.ofPerson', { name: target.name }), target };
}

function leftMs(controls: Pick<ControlsView, 'nowMs'>, { state }: Timer): number {
  return state.kind === 'paused' ? state.remainingMs : Math.max(0, state.endsAtMs - controls.nowMs());
}

function watchClock(moved: () => void): () => void {
  const timer = setInterval(moved, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

interface TimerViewProps {
  readonly call: Call;
  readonly timer: Timer;
  readonly isManaging: boolean;
}

function TimerView({ call, timer, isManaging }: TimerViewProps) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const { label } = useLabel(call, timer);
  const seconds = useSyncExternalStore(watchClock, () => Math.ceil(leftMs(call.controls, timer) / 1_000));
  const isPaused = timer.state.kind === 'paused';
  const started = useRef(false);

  useEffect(() => {
    if (started.current && TOLD_SECONDS.has(seconds)) announce(t('timer.secondsLeft', { count: seconds }));
    if (!started.current) announce(t('timer.started', { label, time: durationWords(t, seconds * 1_000) }));
    started.current = true;
    // Only another second is news.
  }, [seconds, announce, label, t]);

  return (
    <div className={styles.timer} data-short={seconds * 1_000 <= SHORT_MS} data-paused={isPaused}>
      <span className={styles.label} dir="auto">
        {label}
      </span>
      <span role="timer" aria-label={label} className={styles.clock}>
        {clockOf(seconds * 1_000)}
      </span>
      {isPaused && <span className={styles.label}>{t('timer.paused')}</span>}
      {isManaging && <TimerControls call={call} timer={timer} />}
    </div>
  );
}

function TimerControls({ call, timer }: Omit<TimerViewProps, 'isManaging'>) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { timerPresets } = useStore(call.controls.state);
  const { timerId, state } = timer;
  const isPaused = state.kind === 'paused';
  return (
    <>
      <IconButton
        size="small"
        label={t(isPaused ? 'timer.resume' : 'timer.pause')}
        icon={isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        onClick={() => void act(isPaused ? 'timer.resume' : 'timer.pause', { timerId })}
      />
      <Menu trigger={<IconButton size="small" label={t('timer.extend')} icon={<Plus aria-hidden="true" />} />}>
        {timerPresets.map(({ presetId, durationMs }) => (
          <MenuItem key={presetId} onSelect={() => void act('timer.extend', { timerId, presetId })}>
            {t('timer.extendBy', { time: durationWords(t, durationMs) })}
          </MenuItem>
        ))}
      </Menu>
      <IconButton
        size="small"
        label={t('timer.cancel')}
        icon={<X aria-hidden="true" />}
        onClick={() => void act('timer.cancel', { timerId })}
      />
    </>
  );
}

/** Timers whose time has just run out; each with a gentle sound, once. */
function useOver(call: Call): readonly Timer[] {
  const [over, setOver] = useState<readonly Timer[]>([]);
  useEffect(() => {
    const waits = new Set<ReturnType<typeof setTimeout>>();
    const stop = call.controls.listen((news) => {
      if (news.kind !== 'time-up') return;
      chime();
      setOver((before) => [...before, news.timer]);
      const wait = setTimeout(() => {
        waits.delete(wait);
        setOver((before) => before.filter(({ timerId }) => timerId !== news.timer.timerId));
      }, STAYS_MS);
      waits.add(wait);
    });
    return () => {
      stop();
      waits.forEach((wait) => clearTimeout(wait));
    };
  }, [call.controls]);
  return over;
}

function OverView({ call, timer }: Pick<TimerViewProps, 'call' | 'timer'>) {
  const { t } = useTranslation();
  const { target } = useLabel(call, timer);
  const isOther = target !== undefined && !target.isSelf;
  return (
    <div className={styles.timer} data-over="true" role="alert">
      <span className={styles.label} dir="auto">
        {isOther ? t('timer.upFor', { name: target.name }) : t('timer.up')}
      </span>
      <span className={styles.clock} aria-hidden="true">
        {clockOf(0)}
      </span>
    </div>
  );
}
