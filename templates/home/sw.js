{% load static %}/* Says so where there is no connection. It keeps the page that says it and the one that tells
   where to turn, as a visitor sees them, and nothing of anybody. */
const PAGE = "{% url 'home:offline' %}";
const WORRIED = "{% url 'home:worried' %}";
const FILES = [
  PAGE,
  WORRIED,
  "{% static 'css/site.css' %}",
  "{% static 'icons/icons.svg' %}",
  "{% static 'icons/site.svg' %}",
  "{% static 'fonts/heading-latin.woff2' %}",
  "{% static 'fonts/readex-pro-latin.woff2' %}",
  "{% static 'illustrations/lantern.svg' %}",
];
const HOMES = [WORRIED, "{% url 'home:my_learning' %}"];
const KEPT = `offline ${FILES.join(" ")}`; // other files, another cache

/* As a visitor gets it; but who sees it from here is not signed out by that. */
async function keep(file) {
  const cache = await caches.open(KEPT);
  const response = await fetch(file, { credentials: "omit", cache: "no-cache" });
  if (!response.ok) throw new Error(file);
  if (file !== WORRIED) return cache.put(file, response);
  const page = (await response.text()).replace(" data-signed-out", "");
  return cache.put(file, new Response(page, { headers: { "Content-Type": "text/html" } }));
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all(FILES.map(keep)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("offline ") && name !== KEPT; // not what /verify/ keeps
  const forget = (names) => names.filter(isOld).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(forget(names))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const kept = async () => (await caches.match(request)) ?? caches.match(PAGE);
    event.respondWith(fetch(request).catch(kept));
    // Numbers change: whenever somebody goes home, the copy is made anew.
    if (HOMES.includes(new URL(request.url).pathname)) event.waitUntil(keep(WORRIED).catch(() => {}));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
