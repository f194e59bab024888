import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './icon-button.js';
import styles from './panel.module.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Stays in sight below the scrolling part: a message box, a search field. */
  readonly footer?: ReactNode;
  /** What is inside reaches the edges and scrolls by itself. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

/**
 * A column beside the main thing, such as chat or people; over the whole page on a phone, where it takes the focus. Not
 * modal: the meeting goes on and can be operated beside it. Escape inside it closes it.
 */
export function Panel({ title, onClose, footer, isFlush = false, children }: Props) {
  const { t } = useTranslation();
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    const element = panel.current;
    // Over the whole page, it hides the button that opened it, and with it the focus.
    const isCovering = element !== null && getComputedStyle(element).position === 'fixed';
    if (isCovering && !element.contains(document.activeElement)) element.focus();
  }, []);

  useEffect(() => {
    const element = panel.current;
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      onClose();
    };
    element?.addEventListener('keydown', closeOnEscape);
    return () => element?.removeEventListener('keydown', closeOnEscape);
  }, [onClose]);

  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={titleId} tabIndex={-1}>
      <header className={styles.header}>
        <h2 className={styles.title} id={titleId}>
          {title}
        </h2>
        <IconButton
          label={t('ui.closePanel', { title })}
          icon={<X aria-hidden="true" />}
          tooltipSide="bottom"
          onClick={onClose}
        />
      </header>
      <div className={styles.body} data-flush={isFlush}>
        {children}
      </div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </aside>
  );
}
