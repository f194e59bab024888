import type { NoticeBoard } from './notices.js';
import { WorkerNotices } from './worker-notices.js';

const byWorker = new WorkerNotices({
  port: globalThis.navigator?.serviceWorker,
  open: (href) => globalThis.location.assign(href),
});

export const browserNoticeBoard: NoticeBoard = {
  permission: () => (typeof Notification === 'function' ? Notification.permission : undefined),
  ask: () => Notification.requestPermission(),
  post(notice) {
    const { title, body, tag, isUrgent, onPress } = notice;
    try {
      const shown = new Notification(title, { body, tag, icon: '/favicon.svg', requireInteraction: isUrgent });
      shown.addEventListener('click', () => {
        window.focus();
        shown.close();
        onPress();
      });
      return () => shown.close();
    } catch {
      return byWorker.post(notice); // Browsers on Android show notices of service workers only.
    }
  },
};
