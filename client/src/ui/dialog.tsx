import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { onEscapeLeft } from './escape.js';
import { IconButton } from './icon-button.js';
import { useModalFocus } from './modal-focus.js';
import styles from './dialog.module.css';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  /** `dialog`: in the middle. `sheet`: at the side, from the bottom edge on a phone. */
  readonly placement?: 'dialog' | 'sheet';
  readonly size?: 'small' | 'medium' | 'large';
  /** It asks something that must be answered: only what is in it closes it. */
  readonly isPinned?: boolean;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/**
 * A modal layer: focus stays inside, Escape and a press outside close it, focus returns to where it was.
 * The backdrop is ours, since the library's own locks scrolling with a style element, which our content security
 * policy refuses; `base.css` keeps the page behind in place instead.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  placement = 'dialog',
  size = 'medium',
  isPinned = false,
  actions,
  children,
}: Props) {
  const { t } = useTranslation();
  const focus = useModalFocus(startOf);
  const change = (isOpening: boolean) => (isPinned ? undefined : onOpenChange(isOpening));
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Portal>
        <div className={styles.layer} data-modal-layer data-placement={placement} data-state={open ? 'open' : 'closed'}>
          <Radix.Content
            className={styles.content}
            data-placement={placement}
            data-size={size}
            onKeyDown={onEscapeLeft(() => change(false))}
            {...focus}
            {...(description === undefined && { 'aria-describedby': undefined })}
          >
            <header className={styles.header}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {!isPinned && (
                <Radix.Close asChild>
                  <IconButton label={t('ui.close')} icon={<X aria-hidden="true" />} tooltipSide="bottom" />
                </Radix.Close>
              )}
            </header>
            <div className={styles.body}>
              {description !== undefined && (
                <Radix.Description className={styles.description}>{description}</Radix.Description>
              )}
              {children}
            </div>
            {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * Focus starts where the caller put `data-autofocus`, or else on the dialog itself, so that its title is read; never on
 * the close button, which merely happens to come first.
 */
function startOf(content: HTMLElement): HTMLElement {
  return content.querySelector<HTMLElement>('[data-autofocus]') ?? content;
}
