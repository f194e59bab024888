import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const MINUTE_MS = 60_000;

/** The time of day. A meeting is rarely the only thing in one's day. */
export function Clock({ className }: { readonly className?: string | undefined }) {
  const { i18n } = useTranslation();
  const [nowMs, setNowMs] = useState(() => Date.now());

  useEffect(() => {
    const timer = setTimeout(() => setNowMs(Date.now()), MINUTE_MS - (Date.now() % MINUTE_MS));
    return () => clearTimeout(timer);
  }, [nowMs]);

  return (
    <time className={className} dateTime={new Date(nowMs).toISOString()}>
      {new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(nowMs)}
    </time>
  );
}
