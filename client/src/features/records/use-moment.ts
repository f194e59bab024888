import { useTranslation } from 'react-i18next';

/** How a moment is written in the page's language. */
export function useMoment(): (atMs: number) => string {
  const { i18n } = useTranslation();
  const locale = i18n.language === 'ar-XB' ? 'en' : i18n.language;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (atMs) => format.format(atMs);
}
