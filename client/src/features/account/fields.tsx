import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_MAX_UNITS, ACCOUNT_PASSWORD_MAX_UNITS, ACCOUNT_PASSWORD_MIN_CHARACTERS } from '#contracts';
import { IconButton } from '../../ui/icon-button.js';
import { TextField } from '../../ui/text-field.js';
import { isEmail, isName, passwordFaultOf } from './faults.js';

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Faults are told from the first attempt on, not while one is still typing. */
  readonly isChecked: boolean;
}

export function EmailField({ value, onChange, isChecked }: FieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('account.email')}
      error={isChecked && !isEmail(value) ? t('account.emailInvalid') : undefined}
      fieldSize="large"
      type="email"
      name="email"
      autoComplete="username"
      autoCapitalize="off"
      spellCheck={false}
      dir="ltr"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function NameField({ value, onChange, isChecked }: FieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('account.name')}
      hint={t('account.nameHint')}
      error={isChecked && !isName(value) ? t('account.nameInvalid', { max: NAME_MAX_UNITS }) : undefined}
      fieldSize="large"
      name="name"
      autoComplete="name"
      autoCapitalize="words"
      spellCheck={false}
      dir="auto"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface PasswordProps extends FieldProps {
  readonly label: string;
  /** One that is chosen now, or one that is known already. */
  readonly isNew: boolean;
  /** What the server said of it. */
  readonly refused?: string | undefined;
}

export function PasswordField({ label, isNew, value, onChange, isChecked, refused }: PasswordProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const fault = isNew ? passwordFaultOf(value) : value === '' ? 'passwordEmpty' : undefined;
  const words =
    fault === undefined
      ? refused
      : t(`account.${fault}`, { min: ACCOUNT_PASSWORD_MIN_CHARACTERS, max: ACCOUNT_PASSWORD_MAX_UNITS });
  return (
    <TextField
      label={label}
      {...(isNew && { hint: t('account.passwordHint', { min: ACCOUNT_PASSWORD_MIN_CHARACTERS }) })}
      error={isChecked ? words : undefined}
      fieldSize="large"
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="off"
      spellCheck={false}
      dir="ltr"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      suffix={
        <IconButton
          label={t(isShown ? 'account.hidePassword' : 'account.showPassword')}
          icon={isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  );
}
