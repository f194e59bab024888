import { SendHorizontal, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LOBBY_TEXT_MAX_UNITS, type Waiting } from '#contracts';
import type { CallView } from '../../../engine/model.js';
import { useStore } from '../../../engine/use-store.js';
import { Avatar } from '../../../ui/avatar.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { IconButton } from '../../../ui/icon-button.js';
import { TextField } from '../../../ui/text-field.js';
import { useVoice } from '../../../ui/ui-root.js';
import { useAct } from '../use-act.js';
import { LongList } from './long-list.js';
import styles from './people-panel.module.css';

type Call = Pick<CallView, 'controls'>;

/** Room for two lines under the name. */
const ROW_PX = 72;

/** Who asks to be let in. Only hosts and co-hosts know of anybody, so for others there is nothing here. */
export function WaitingList({ call }: { readonly call: Call }) {
  const { t } = useTranslation();
  const act = useAct(call.controls);
  const { waiting } = useStore(call.controls.host);
  if (waiting.length === 0) return undefined;
  return (
    <section className={styles.section} aria-label={t('lobby.waiting')}>
      <div className={styles.sectionHead}>
        <h3 className={styles.heading}>
          {t('lobby.waiting')} <Badge tone="accent">{waiting.length}</Badge>
        </h3>
        <Button size="small" variant="primary" onClick={() => void act('lobby.admitAll', {})}>
          {t('lobby.admitAll')}
        </Button>
      </div>
      <LongList
        label={t('lobby.waiting')}
        items={waiting}
        keyOf={({ waitingId }) => waitingId}
        nameOf={({ name }) => name}
        rowHeightPx={ROW_PX}
      >
        {(person) => <WaitingRow call={call} person={person} />}
      </LongList>
      <TellLobby call={call} />
    </section>
  );
}

function WaitingRow({ call, person }: { readonly call: Call; readonly person: Waiting }) {
  const { t, i18n } = useTranslation();
  const act = useAct(call.controls);
  const { waitingId, name, isGuest, isLookAlike, sinceMs } = person;
  const mark = isLookAlike === true ? t('account.lookAlike') : isGuest ? t('account.guest') : undefined;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(sinceMs);
  return (
    <div className={styles.person}>
      <Avatar id={waitingId} name={name} />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.about}>
          {mark !== undefined && <span>{mark} ·</span>} <span>{t('lobby.since', { time })}</span>
        </p>
      </div>
      <Button size="small" aria-description={name} onClick={() => void act('lobby.admit', { waitingId })}>
        {t('lobby.admit')}
      </Button>
      <IconButton
        size="small"
        label={t('lobby.deny')}
        aria-description={name}
        icon={<X aria-hidden="true" />}
        onClick={() => void act('lobby.deny', { waitingId })}
      />
    </div>
  );
}

function TellLobby({ call }: { readonly call: Call }) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const act = useAct(call.controls);
  const [text, setText] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    if ((await act('lobby.tell', { text: text.trim() })) === undefined) return;
    setText('');
    announce(t('lobby.told'));
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <TextField
        label={t('lobby.tell')}
        isLabelHidden
        placeholder={t('lobby.tellPlaceholder')}
        maxLength={LOBBY_TEXT_MAX_UNITS}
        enterKeyHint="send"
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        suffix={
          <IconButton size="small" type="submit" label={t('lobby.send')} icon={<SendHorizontal aria-hidden="true" />} />
        }
      />
    </form>
  );
}
