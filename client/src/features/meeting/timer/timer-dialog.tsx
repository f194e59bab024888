import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { TimerId, type TimerPreset } from '#contracts';
import type { CallView, PersonView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Select } from '../../../ui/select.js';
import { Switch } from '../../../ui/switch.js';
import { durationWords } from '../clock-words.js';
import { useAct } from '../use-act.js';
import styles from './timer.module.css';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls'>;
  /** Whose time it will be at first; undefined for the whole meeting. */
  readonly person: PersonView | undefined;
  readonly onClose: () => void;
}

const EVERYONE = '';

/** Starts one of the durations that the server offers, for the meeting or for one person. */
export function TimerDialog({ call, person, onClose }: Props) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const presets = useStore(call.controls.state).timerPresets.toSorted((a, b) => a.durationMs - b.durationMs);
  const people = useStore(call.people);
  const [chosenId, setChosenId] = useState<string>(presets[0]?.presetId ?? '');
  const [targetId, setTargetId] = useState<string>(person?.participantId ?? EVERYONE);
  const [mutesAtEnd, setMutesAtEnd] = useState(false);
  // Made once: pressed twice, it is still one timer.
  const [timerId] = useState(() => TimerId.parse(crypto.randomUUID()));
  const preset = presets.find(({ presetId }) => presetId === chosenId);

  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (preset === undefined) return;
    const target = people.find(({ participantId }) => participantId === targetId);
    await act('timer.start', {
      timerId,
      presetId: preset.presetId,
      mutesAtEnd,
      ...(target === undefined ? {} : { targetId: target.participantId }),
    });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('timer.title')}
      description={t('timer.note')}
      actions={
        <Button variant="primary" type="submit" form="timer" aria-disabled={preset === undefined}>
          {t('timer.start')}
        </Button>
      }
    >
      <form id="timer" className={styles.form} onSubmit={(event) => void start(event)}>
        <Presets presets={presets} chosenId={chosenId} onChoose={setChosenId} />
        <Select
          label={t('timer.forWhom')}
          value={targetId}
          options={[
            { value: EVERYONE, label: t('timer.forEveryone') },
            ...people.map(({ participantId, name }) => ({ value: participantId as string, label: name })),
          ]}
          onChange={setTargetId}
        />
        <Switch
          label={t(targetId === EVERYONE ? 'timer.mutesAll' : 'timer.mutesOne')}
          checked={mutesAtEnd}
          onChange={setMutesAtEnd}
        />
      </form>
    </Dialog>
  );
}

interface PresetsProps {
  readonly presets: readonly TimerPreset[];
  readonly chosenId: string;
  readonly onChoose: (presetId: string) => void;
}

function Presets({ presets, chosenId, onChoose }: PresetsProps) {
  const { t } = useTranslation();
  if (presets.length === 0) return <p>{t('timer.none')}</p>;
  return (
    <fieldset>
      <legend className={styles.legend}>{t('timer.howLong')}</legend>
      <div className={styles.presets}>
        {presets.map(({ presetId, durationMs }) => (
          <label key={presetId} className={styles.preset}>
            <input
              type="radio"
              name="preset"
              value={presetId}
              checked={presetId === chosenId}
              onChange={() => onChoose(presetId)}
            />
            <span>{durationWords(t, durationMs)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
