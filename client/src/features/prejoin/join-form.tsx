import { useEffect, useRef, useState, type FormEvent, type Ref } from 'react';
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
  const passwordField = useRef<HTMLInputElement>(null);
  const [isChecked, setChecked] = useState(false);
  const door = useDoor(call);
  const [password, setPassword] = useState('');
  const { isWished, sent, enter } = useEntering(call);
  const fault = isChecked ? nameFaultOf(name) : undefined;

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isPasswordMissing = door.needsPassword && password === '';
    const wrong = nameFaultOf(name) !== undefined ? field : isPasswordMissing ? passwordField : undefined;
    // Nothing is drawn anew for who goes in at once.
    if (wrong === undefined) return enter(name.trim(), door.needsPassword ? password : undefined);
    setChecked(true);
    wrong.current?.focus();
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {state.kind === 'failed' && state.why !== 'password' && <JoinFailure why={state.why} />}
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
      {door.needsPassword && (
        <PasswordField
          ref={passwordField}
          value={password}
          fault={passwordFaultOf({
            isChecked: isChecked || door.isRefused,
            password,
            isWrong: door.isRefused && sent === password,
          })}
          onChange={setPassword}
        />
      )}
      <EnterButton isLobbyOn={door.isLobbyOn} isBusy={isBusy(state, isWished)} />
    </form>
  );
}

function EnterButton({ isLobbyOn, isBusy }: { readonly isLobbyOn: boolean; readonly isBusy: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.enter}>
      <Button type="submit" variant="primary" size="large" wide busy={isBusy}>
        {t(isLobbyOn ? 'prejoin.ask' : 'prejoin.join')}
      </Button>
      {isLobbyOn && <p className={styles.hint}>{t('prejoin.askHint')}</p>}
    </div>
  );
}

interface Entering {
  readonly isWished: boolean;
  /** The password that was shown last. */
  readonly sent: string | undefined;
  readonly enter: (...who: Parameters<CallView['join']>) => void;
}

/** Goes in once the call is ready. Gives the wish up with the page. */
function useEntering(call: CallView): Entering {
  const forget = useRef<() => void>(() => undefined);
  const [isWished, setWished] = useState(false);
  const [sent, setSent] = useState<string | undefined>();
  useEffect(() => () => forget.current(), []);
  return {
    isWished,
    sent,
    enter: (name, password) => {
      forget.current();
      setSent(password);
      forget.current = joinWhenReady(call, name, password);
      setWished(call.state.get().kind === 'preparing');
    },
  };
}

interface PasswordFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  readonly fault: ReturnType<typeof passwordFaultOf>;
  readonly onChange: (password: string) => void;
}

function PasswordField({ ref, value, fault, onChange }: PasswordFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      ref={ref}
      label={t('prejoin.password')}
      hint={t('prejoin.passwordHint')}
      error={fault === undefined ? undefined : t(fault)}
      fieldSize="large"
      type="password"
      name="meeting-password"
      enterKeyHint="go"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface PasswordTry {
  readonly isChecked: boolean;
  readonly password: string;
  /** The server did not take this very password. */
  readonly isWrong: boolean;
}

function passwordFaultOf({ isChecked, password, isWrong }: PasswordTry) {
  if (password === '') return isChecked ? 'prejoin.passwordEmpty' : undefined;
  return isWrong ? 'prejoin.passwordWrong' : undefined;
}

/** What stands between a person and the meeting: what the link told, or a refusal since then. */
function useDoor(call: Pick<CallView, 'entry' | 'state'>) {
  const entry = useStore(call.entry);
  const state = useStore(call.state);
  const isRefused = state.kind === 'failed' && state.why === 'password';
  return {
    isRefused,
    isLobbyOn: entry !== undefined && entry.isLobbyOn && !entry.isHost,
    needsPassword: isRefused || (entry?.needsPassword ?? false),
  };
}

function isBusy(state: CallState, isWished: boolean): boolean {
  return state.kind === 'joining' || (isWished && state.kind === 'preparing');
}

function JoinFailure({ why }: { readonly why: CallFailure }) {
  const { t } = useTranslation();
  return <ErrorNotice title={t('prejoin.failedTitle')}>{t(`prejoin.${wordsFor(why)}`)}</ErrorNotice>;
}

function wordsFor(why: CallFailure): 'failedBusy' | 'failedRate' | 'failedLocked' | 'failedOther' {
  if (why === 'too-many-requests') return 'failedRate';
  if (why === 'locked') return 'failedLocked';
  return why === 'media-unavailable' || why === 'unavailable' || why === 'timeout' ? 'failedBusy' : 'failedOther';
}
