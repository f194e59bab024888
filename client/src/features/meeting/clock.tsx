import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const MINUTE_MS = 60_000;
/** How late a minute may be shown, in ms. */
const LATE_MS = 5_000;

function thisMinuteMs(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}

/** The time of day. A meeting is rarely the only thing in one's day. */
export function Clock({ className }: { readonly className?: string | undefined }) {
  const { i18n } = useTranslation();
  const [minuteMs, setMinuteMs] = useState(thisMinuteMs);

  useEffect(() => {
    const timer = setInterval(() => setMinuteMs(thisMinuteMs()), LATE_MS);
    return () => clearInterval(timer);
  }, []);

  return (
    <time className={className} dateTime={new Date(minuteMs).toISOString()}>
      {new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(minuteMs)}
    </time>
  );
}
