// Keeps the check-in of one event on the phone: first the network, without it what was read last.
const FACTS = {{ facts|safe }};
const NAME = `einlass:${FACTS.page}`;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([FACTS.page, FACTS.list, ...FACTS.assets])));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(NAME).then(() => self.registration.unregister()));
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET") return;
  const { pathname } = new URL(url);
  if (pathname === FACTS.page || pathname === FACTS.list) event.respondWith(fresh(event.request, pathname));
  else if (FACTS.assets.includes(pathname)) event.respondWith(kept(event.request));
});

async function fresh(request, key) {
  const cache = await caches.open(NAME);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch {
    return (await cache.match(key)) ?? Response.error();
  }
}

async function kept(request) {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}
