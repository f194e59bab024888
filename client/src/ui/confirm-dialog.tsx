import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { onEscapeLeft } from './escape.js';
import { useModalFocus } from './modal-focus.js';
import styles from './dialog.module.css';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question, with its verb: "End the meeting for everyone?" */
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly description: string;
  /** The verb again, never "OK". */
  readonly confirmLabel: string;
  /** Where "Cancel" would itself be an answer to the question. */
  readonly cancelLabel?: string;
  readonly tone?: 'neutral' | 'danger';
  readonly busy?: boolean;
  /** What else is to be decided with it. */
  readonly children?: ReactNode;
  /** The dialog stays open until `onOpenChange(false)` is heard from whoever holds it, so that a failure can be shown. */
  readonly onConfirm: () => void;
}

/** Asks before something that cannot be taken back. Focus starts on Cancel; a press outside does not answer. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel,
  tone = 'neutral',
  busy = false,
  children,
  onConfirm,
}: Props) {
  const { t } = useTranslation();
  const focus = useModalFocus(cancelOf);
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <div className={styles.layer} data-modal-layer data-placement="dialog" data-state={open ? 'open' : 'closed'}>
          <AlertDialog.Content
            className={styles.content}
            data-placement="dialog"
            data-size="small"
            onKeyDown={onEscapeLeft(() => onOpenChange(false))}
            {...focus}
          >
            <div className={styles.body}>
              <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
              <AlertDialog.Description className={styles.description}>{description}</AlertDialog.Description>
              {children}
            </div>
            <footer className={styles.actions}>
              <AlertDialog.Cancel asChild>
                <Button variant="quiet" data-answer="cancel">
                  {cancelLabel ?? t('ui.cancel')}
                </Button>
              </AlertDialog.Cancel>
              <Button variant={tone === 'danger' ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </footer>
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Enter pressed out of habit then does no harm. */
function cancelOf(content: HTMLElement): HTMLElement {
  return content.querySelector<HTMLElement>('[data-answer="cancel"]') ?? content;
}
