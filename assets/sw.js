// The service worker: keeps the application's shell, so that it opens without network. When the server
// packs its assets it puts the list first in this file:
//   self.KEDANG_SHELL = {"version": "…", "files": ["/", "/a/kedang.1a2b3c4d.js", …]};
// Files under /a/ carry their content's hash and are answered from the cache; "/" and the web manifest come
// from the network while there is one. Data (/sync, /api, forms) never passes through here.
'use strict';

const SHELL = self.KEDANG_SHELL;
const PREFIX = 'kedang-shell-';
const CACHE = PREFIX + SHELL.version;
// A network that says nothing must not keep the page from opening.
const PATIENCE_MS = 4000;

function isHashed(path) {
  return path.startsWith('/a/');
}

// Takes what an older cache has of the same hashed name; fetches only the rest.
async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(SHELL.files.map(async (path) => {
    const known = isHashed(path) ? await caches.match(path) : undefined;
    const response = known || await fetch(path, {cache: isHashed(path) ? 'default' : 'no-cache', credentials: 'same-origin'});
    if (!response.ok) throw new Error(path + ': ' + response.status);
    await cache.put(path, response);
  }));
}

// The version before stays: a page still running it may ask for one more of its files. keys() has the order
// in which caches were made.
async function dropOldCaches() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

async function hashedFirst(request) {
  const cached = await caches.match(request);
  return cached || fetch(request);
}

async function networkFirst(request, path) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(request, {signal: stop.signal});
    clearTimeout(timer);
    // A server that is ill counts as absent.
    if (response.status < 500) return response;
  } catch (error) {
    clearTimeout(timer);
  }
  const cached = await caches.match(path, {cacheName: CACHE});
  return cached || Response.error();
}

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (isHashed(url.pathname)) {
    event.respondWith(hashedFirst(event.request));
  } else if (url.pathname === '/' || url.pathname === '/manifest.webmanifest') {
    event.respondWith(networkFirst(event.request, url.pathname));
  }
});
