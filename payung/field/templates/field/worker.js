// Keeps one page of the officer's phone usable without signal. No list of people is ever kept here.
"use strict";
const CACHE = "payung-lapangan-{{ version }}";
const PAGE = "{{ page|escapejs }}", ROOT = "{{ root|escapejs }}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PATIENCE_MS = 3000;

const keep = async (request, response) => {
  if (response.ok && !response.redirected) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
};
self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll(ASSETS);
  await keep(PAGE, await fetch(PAGE, { credentials: "same-origin" }));
  await self.skipWaiting();
})()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("payung-lapangan-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));
const online = (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
const page = async (request) => {
  try { return await keep(PAGE, await online(request)); }
  catch (lost) { return (await caches.match(PAGE)) || Response.error(); }
};
const other = async (request) => {
  try { return await fetch(request); }
  catch (lost) { return Response.redirect(PAGE); }
};
self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (request.mode === "navigate" && pathname.startsWith(ROOT)) event.respondWith(other(request));
  else if (ASSETS.includes(pathname)) event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
});
