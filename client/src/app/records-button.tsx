import { ClipboardList } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../engine/model.js';
import { useStore } from '../engine/use-store.js';
import type { RecordsActions } from '../features/records/records-actions.js';
import { Button } from '../ui/button.js';

const RecordsDialog = lazy(async () => ({
  default: (await import('../features/records/records-dialog.js')).RecordsDialog,
}));

interface Props {
  readonly call: Pick<CallView, 'roomId' | 'entry'>;
  readonly records: RecordsActions;
}

/** After a meeting, for the hosts of its room. */
export function RecordsButton({ call, records }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (useStore(call.entry)?.isHost !== true) return undefined;
  return (
    <>
      <Button size="large" variant="quiet" icon={<ClipboardList aria-hidden="true" />} onClick={() => setOpen(true)}>
        {t('records.open')}
      </Button>
      {isOpen && (
        <Suspense>
          <RecordsDialog roomId={call.roomId} actions={records} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
