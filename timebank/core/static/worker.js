"use strict";
// Answers pages when there is no network, with one page that holds nothing of anybody. Pages themselves are never kept.
// The route puts KEPT before this: { version, page, files }. Another version is another worker.

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(online(event).catch(() => kept(KEPT.page)));
  else if (KEPT.files.includes(new URL(event.request.url).pathname)) event.respondWith(keptOrFetched(event.request));
});

async function keep() {
  const cache = await caches.open(KEPT.version);
  await cache.addAll([...KEPT.files, new Request(KEPT.page, { cache: "no-cache" })]);
}

async function takeOver() {
  const older = (await caches.keys()).filter((name) => name !== KEPT.version);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable(); // pages do not wait until this worker is awake
  await self.clients.claim();
}

async function online(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

async function kept(request) {
  return (await caches.open(KEPT.version)).match(request, { ignoreVary: true });
}

async function keptOrFetched(request) {
  return (await kept(request)) || fetch(request);
}
