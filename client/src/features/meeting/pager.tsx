import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.js';
import styles from './pager.module.css';

interface Props {
  /** From 0. */
  readonly page: number;
  readonly pageCount: number;
  readonly onPage: (page: number) => void;
}

/** Turns the pages of a grid. At either end it goes round, so that the keyboard focus is never lost to a disabled button. */
export function Pager({ page, pageCount, onPage }: Props) {
  const { t } = useTranslation();
  const turn = (by: number) => onPage((page + by + pageCount) % pageCount);
  return (
    <nav className={styles.pager} aria-label={t('meeting.pages')}>
      <IconButton
        label={t('meeting.previousPage')}
        icon={<ChevronLeft aria-hidden="true" />}
        onClick={() => turn(-1)}
      />
      <output className={styles.words}>{t('meeting.page', { page: page + 1, pageCount })}</output>
      <IconButton label={t('meeting.nextPage')} icon={<ChevronRight aria-hidden="true" />} onClick={() => turn(1)} />
    </nav>
  );
}
