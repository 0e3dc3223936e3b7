// Keeps the app's shell for times without a network, and shows what is pushed while no window is open.
// The build puts the list of the shell's files in; a changed list makes this file new, and so the cache.
const SHELL = self.__SHELL__;
const CACHE = `shell-${SHELL.join().length}-${SHELL.at(-1)}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

// What a page uses and the shell has not: the texts of its language.
self.addEventListener('message', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(event.data.keep)));
});

self.addEventListener('activate', (event) => {
  const forget = (keys) => Promise.all(keys.filter((key) => key !== CACHE).map((key) => caches.delete(key)));
  event.waitUntil(
    caches
      .keys()
      .then(forget)
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  // Hashed names never change their content. Everything else, above all the API, is the network's.
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

/** The newest page, or the one that was kept. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match('/');
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

self.addEventListener('push', (event) => {
  const { sequence, title, body, data } = event.data.json();
  // The same entry twice replaces itself.
  event.waitUntil(
    self.registration.showNotification(title, { body, data, tag: `entry-${sequence}`, icon: '/icon-192.png' }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(pathOf(event.notification.data ?? {})));
});

/** Where the app shows what a message is about; apps/web/src/inbox/entry-path.ts has the same. */
function pathOf({ trip_id: tripId, ride_id: rideId }) {
  if (tripId) return `/trips/${encodeURIComponent(tripId)}`;
  return rideId ? `/ride/${encodeURIComponent(rideId)}` : '/inbox';
}

/** In the window there is, else in a new one. */
async function open(path) {
  const [window] = await self.clients.matchAll({ type: 'window' });
  if (!window) return self.clients.openWindow(path);
  await window.focus();
  return window.navigate(path);
}
