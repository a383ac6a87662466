{% load static %}/* Checks certificates where there is no network. For who opened a verify page, it keeps the page that
   reads the signed lines on a paper, what that page is made of, our public keys and the lists of what
   was revoked; no certificate, and nothing of anybody. It sees nothing but /verify/. */
const PAGE = "{% url 'certificates:offline' %}";
const FILES = [
  PAGE,
  "{% static 'css/site.css' %}",
  "{% static 'icons/icons.svg' %}",
  "{% static 'icons/site.svg' %}",
  "{% static 'illustrations/seal.svg' %}",
  "{% static 'fonts/heading-latin.woff2' %}",
  "{% static 'fonts/readex-pro-latin.woff2' %}",
  "{% static 'js/main.js' %}",
  "{% static 'js/device.js' %}",
  "{% static 'js/elements/quick-exit.js' %}",
  "{% static 'js/elements/offline-proof.js' %}",
  "{% static 'js/signed-claims.js' %}",
  "{% static 'js/cbor.js' %}",
  "{% static 'js/fold-name.js' %}",
];
const KEYS = "{% url 'certificates:did' %}";
const LISTS = [{% for number in lists %}"{% url 'certificates:status_list' number %}", {% endfor %}];
const KEPT = `verify ${FILES.join(" ")}`; // other files, another cache
const PATIENCE = 8000; // milliseconds: a bad line counts as none

/* As a visitor gets it. */
async function keep(file) {
  const response = await fetch(file, { credentials: "omit", cache: "no-cache" });
  if (!response.ok) throw new Error(file);
  return (await caches.open(KEPT)).put(file, response);
}

/* Whoever is online gets page, keys and lists of today; what does not come stays as it was. */
const refresh = () => Promise.allSettled([PAGE, KEYS, ...LISTS].map(keep));

async function inTime(request) {
  const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("late")));
  return Promise.race([fetch(request), late]);
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([...FILES.map(keep), refresh()]));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("verify ") && name !== KEPT;
  const forget = (names) => names.filter(isOld).map((name) => caches.delete(name));
  event.waitUntil(Promise.all([self.clients.claim(), caches.keys().then((names) => Promise.all(forget(names)))]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (!pathname.endsWith("/")) return; // a file, not a page
    event.respondWith(inTime(request).catch(() => caches.match(PAGE)));
    event.waitUntil(refresh());
  } else if ([KEYS, ...LISTS, ...FILES].includes(pathname)) {
    event.respondWith(inTime(request).catch(async () => (await caches.match(pathname)) ?? Response.error()));
  }
});
