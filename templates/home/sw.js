{% load static %}/* Says so where there is no connection. It keeps the page that says it and the one that tells
   where to turn, as a visitor sees them, and nothing of anybody. */
const PAGE = "{% url 'home:offline' %}";
const FILES = [
  PAGE,
  "{% url 'home:worried' %}",
  "{% static 'css/site.css' %}",
  "{% static 'icons/icons.svg' %}",
  "{% static 'icons/site.svg' %}",
  "{% static 'fonts/heading-latin.woff2' %}",
  "{% static 'fonts/readex-pro-latin.woff2' %}",
  "{% static 'illustrations/lantern.svg' %}",
];
const KEPT = `offline ${FILES.join(" ")}`; // other files, another cache

const asVisitor = (file) => new Request(file, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES.map(asVisitor))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const forget = (names) => names.filter((name) => name !== KEPT).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(forget(names))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const kept = async () => (await caches.match(request)) ?? caches.match(PAGE);
    event.respondWith(fetch(request).catch(kept));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
