import { PhoneCall, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call, Callee, IdentityId } from '#contracts';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';
import { Spinner } from '../../ui/spinner.js';
import styles from './called-people.module.css';

interface Props {
  readonly call: Call;
  readonly onAdd: () => void;
  /** Lets it ring for somebody once more. */
  readonly onAgain: (identityId: IdentityId) => void;
}

/** The way to bring more people into a call, and what became of those who were called and are not there. */
export function CalledPeople({ call, onAdd, onAgain }: Props) {
  const { t } = useTranslation();
  const missing = call.callees.filter(({ state }) => state !== 'accepted');
  return (
    <>
      <Button variant="primary" wide icon={<UserRoundPlus aria-hidden="true" />} onClick={onAdd}>
        {t('calls.add')}
      </Button>
      {missing.length > 0 && (
        <section className={styles.section} aria-label={t('calls.called')}>
          <h3 className={styles.heading}>{t('calls.called')}</h3>
          <ul className={styles.people}>
            {missing.map((callee) => (
              <CalledPerson key={callee.identityId} callee={callee} onAgain={() => onAgain(callee.identityId)} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface PersonProps {
  readonly callee: Callee;
  readonly onAgain: () => void;
}

function CalledPerson({ callee: { identityId, name = '?', state, message }, onAgain }: PersonProps) {
  const { t } = useTranslation();
  if (state === 'accepted') return undefined;
  return (
    <li className={styles.person} data-state={state} aria-busy={state === 'ringing'}>
      <Avatar id={identityId} name={name} size="small" />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <p className={styles.about}>{t(`calls.states.${state}`)}</p>
        {message !== undefined && (
          <p className={styles.message} dir="auto">
            {message}
          </p>
        )}
      </div>
      {state === 'ringing' ? (
        <Spinner />
      ) : (
        <IconButton
          label={t('calls.ringAgain', { name })}
          icon={<PhoneCall aria-hidden="true" />}
          size="small"
          onClick={onAgain}
        />
      )}
    </li>
  );
}
