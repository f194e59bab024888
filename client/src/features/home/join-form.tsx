import { Link2 } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/text-field.js';
import type { HomeActions } from './home-actions.js';
import styles from './join-form.module.css';
import { readMeetingLink } from './meeting-link.js';

/** Takes a link or code and leads to its meeting. What was typed stays, right or wrong. */
export function JoinForm({ onOpenRoom, onOpenLink, onOpenUrl }: Omit<HomeActions, 'createRoom'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<'empty' | 'invalid' | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);

  const join = (event: FormEvent) => {
    event.preventDefault();
    const link = readMeetingLink(typed, window.location.origin);
    switch (link.kind) {
      case 'room':
        return onOpenRoom(link.roomId);
      case 'link':
        return onOpenLink(link.linkId);
      case 'elsewhere':
        return onOpenUrl(link.url);
      case 'empty':
      case 'invalid':
        setFault(link.kind);
        field.current?.focus();
    }
  };

  return (
    <form className={styles.form} onSubmit={join} noValidate>
      <TextField
        ref={field}
        className={styles.field}
        fieldSize="large"
        label={t('home.linkLabel')}
        placeholder={t('home.linkPlaceholder')}
        prefix={<Link2 aria-hidden="true" />}
        value={typed}
        error={fault === undefined ? undefined : t(fault === 'empty' ? 'home.linkEmpty' : 'home.linkInvalid')}
        inputMode="url"
        enterKeyHint="go"
        autoCapitalize="off"
        spellCheck={false}
        dir="auto"
        onChange={(event) => {
          setTyped(event.target.value);
          setFault(undefined);
        }}
      />
      <Button className={styles.join} type="submit" size="large">
        {t('home.join')}
      </Button>
    </form>
  );
}
