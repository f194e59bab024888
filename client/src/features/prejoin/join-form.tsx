import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX_UNITS } from '#contracts';
import type { CallFailure, CallState, CallView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { TextField } from '../../ui/text-field.js';
import { joinWhenReady } from './join-when-ready.js';
import { nameFaultOf, type NameFault } from './name-fault.js';
import styles from './prejoin.module.css';

interface Props {
  readonly call: CallView;
  readonly name: string;
  readonly onName: (name: string) => void;
}

const FAULT_WORDS = {
  empty: 'prejoin.nameEmpty',
  tooLong: 'prejoin.nameTooLong',
  invalid: 'prejoin.nameInvalid',
} as const satisfies Record<NameFault, string>;

/** The name and the way in. A press while the meeting is still being looked up counts: it joins as soon as that is done. */
export function JoinForm({ call, name, onName }: Props) {
  const { t } = useTranslation();
  const state = useStore(call.state);
  const field = useRef<HTMLInputElement>(null);
  const forget = useRef<() => void>(() => undefined);
  const [isWished, setWished] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const fault = isChecked ? nameFaultOf(name) : undefined;

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
    return () => forget.current();
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (nameFaultOf(name) !== undefined) {
      field.current?.focus();
      return;
    }
    forget.current();
    setWished(true);
    forget.current = joinWhenReady(call, name.trim());
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {state.kind === 'failed' && <JoinFailure why={state.why} />}
      <TextField
        ref={field}
        label={t('prejoin.name')}
        hint={t('prejoin.nameHint')}
        error={fault === undefined ? undefined : t(FAULT_WORDS[fault], { max: NAME_MAX_UNITS })}
        fieldSize="large"
        name="name"
        autoComplete="name"
        autoCapitalize="words"
        spellCheck={false}
        enterKeyHint="go"
        dir="auto"
        value={name}
        onChange={(event) => onName(event.target.value)}
      />
      <Button type="submit" variant="primary" size="large" wide busy={isBusy(state, isWished)}>
        {t('prejoin.join')}
      </Button>
    </form>
  );
}

function isBusy(state: CallState, isWished: boolean): boolean {
  return state.kind === 'joining' || (isWished && state.kind === 'preparing');
}

function JoinFailure({ why }: { readonly why: CallFailure }) {
  const { t } = useTranslation();
  return <ErrorNotice title={t('prejoin.failedTitle')}>{t(`prejoin.${wordsFor(why)}`)}</ErrorNotice>;
}

function wordsFor(why: CallFailure): 'failedBusy' | 'failedRate' | 'failedOther' {
  if (why === 'too-many-requests') return 'failedRate';
  return why === 'media-unavailable' || why === 'unavailable' || why === 'timeout' ? 'failedBusy' : 'failedOther';
}
