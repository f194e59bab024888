import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityId, KnownPerson } from '#contracts';
import type { MessengerView } from '../../engine/messenger/model.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { PeopleFinder, toggled } from './people-finder.js';
import styles from './people.module.css';

interface Props {
  readonly messenger: Pick<MessengerView, 'find'>;
  readonly title: string;
  readonly description: string;
  /** What the button says that does it. */
  readonly action: string;
  /** Said when it was refused. */
  readonly failed: string;
  /** Who is there already. */
  readonly withoutIds: ReadonlySet<IdentityId>;
  readonly maxCount: number;
  readonly onChoose: (identityIds: readonly IdentityId[]) => Promise<void>;
  readonly onClose: () => void;
}

/** Chooses people to bring into something that is there already. */
export function ChoosePeople(props: Props) {
  const { messenger, title, description, action, failed, withoutIds, maxCount, onChoose, onClose } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly KnownPerson[]>([]);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length === 0 || state === 'busy') return;
    setState('busy');
    onChoose(chosen.map(({ identityId }) => identityId)).then(onClose, () => setState('failed'));
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpening) => (isOpening ? undefined : onClose())}
      title={title}
      description={description}
      size="small"
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            type="submit"
            form="choose-people"
            variant="primary"
            busy={state === 'busy'}
            aria-disabled={chosen.length === 0 || undefined}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id="choose-people" className={styles.form} onSubmit={submit}>
        {state === 'failed' && <ErrorNotice title={failed} />}
        <PeopleFinder
          messenger={messenger}
          chosen={chosen}
          withoutIds={withoutIds}
          onToggle={(person) => setChosen(toggled(chosen, person, maxCount))}
        />
      </form>
    </Dialog>
  );
}
