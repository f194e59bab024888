/*
 * Shows notices where browsers show none of pages, which is on Android, and brings who presses one to the page it is of.
 * It answers no request and keeps nothing: what is on the screen comes from the server, as without it.
 */
globalThis.addEventListener('install', () => globalThis.skipWaiting());

globalThis.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(bring(event.notification.tag, event.notification.data?.href));
});

/** The page that was looked at last, or a new one. */
async function bring(tag, href) {
  const [page] = await globalThis.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) return void (await globalThis.clients.openWindow(href ?? '/'));
  await page.focus();
  page.postMessage({ pressedNotice: { tag, href } });
}
