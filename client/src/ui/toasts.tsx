import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { leaveToFocus } from './escape.js';
import { IconButton } from './icon-button.js';
import type { Toast, ToastQueue } from './toast-queue.js';
import styles from './toasts.module.css';

/** Draws the queue's messages at the edge of the page; F8 moves the focus to them. Failures interrupt, others wait their turn. */
export function Toasts({ queue }: { readonly queue: ToastQueue }) {
  const { t } = useTranslation();
  const toasts = useSyncExternalStore(queue.shown.watch, queue.shown.get);
  return (
    <Radix.Provider label={t('ui.notification')} swipeDirection="down">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} onClose={() => queue.close(toast.id)} />
      ))}
      <Radix.Viewport className={styles.viewport} label={t('ui.notifications')} />
    </Radix.Provider>
  );
}

const ICONS = {
  neutral: undefined,
  success: <CircleCheck aria-hidden="true" />,
  danger: <CircleAlert aria-hidden="true" />,
} as const;

function ToastView({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Radix.Root
      className={styles.toast}
      data-tone={toast.tone}
      type={toast.tone === 'danger' ? 'foreground' : 'background'}
      duration={toast.durationMs ?? Number.POSITIVE_INFINITY}
      onEscapeKeyDown={leaveToFocus}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {ICONS[toast.tone]}
      <div className={styles.words}>
        <Radix.Title className={styles.title}>{toast.title}</Radix.Title>
        {toast.detail !== undefined && <Radix.Description className={styles.detail}>{toast.detail}</Radix.Description>}
      </div>
      {toast.action !== undefined && (
        <Radix.Action asChild altText={toast.action.label}>
          <Button size="small" variant="quiet" onClick={toast.action.onPress}>
            {toast.action.label}
          </Button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton size="small" label={t('ui.close')} icon={<X aria-hidden="true" />} />
      </Radix.Close>
    </Radix.Root>
  );
}

/** Keeps messages so much higher above the foot of the page than they usually are, in px. */
export function useToastLift(liftPx: number): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--toast-lift', `${liftPx}px`);
    return () => void style.removeProperty('--toast-lift');
  }, [liftPx]);
}
