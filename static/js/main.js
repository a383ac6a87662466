/* Every journey works without this; each element improves the HTML it wraps.
   A page fetches only the elements that are on it. */
import "./elements/quick-exit.js";
import { forgetWhenSignedOut, keys, OUR_ANSWERS } from "./device.js";

const elements = {
  "guided-template": () => import("./elements/guided-template.js"),
  "offline-proof": () => import("./elements/offline-proof.js"),
  "ordering-list": () => import("./elements/ordering-list.js"),
  "pass-key": () => import("./elements/pass-key.js"),
  "payment-wait": () => import("./elements/payment-wait.js"),
  "quiz-attempt": () => import("./elements/quiz-attempt.js"),
  "quiz-timer": () => import("./elements/quiz-timer.js"),
  "reflection-note": () => import("./elements/reflection-note.js"),
  "sorting-activity": () => import("./elements/sorting-activity.js"),
  "time-zone": () => import("./elements/time-zone.js"),
};

forgetWhenSignedOut(sendWhatWaits);
if (!document.querySelector("quiz-attempt")) {
  sendWhatWaits();
  window.addEventListener("online", sendWhatWaits);
}

/* Of a quiz that was left without a connection. A page that counts answers then counts again. */
async function sendWhatWaits() {
  if (!keys(OUR_ANSWERS).length) return;
  try {
    const sent = await (await import("./answers.js")).sendWhatWaits();
    if (sent && document.querySelector("[data-counts-answers]")) location.reload();
  } catch {
    // The script could not be fetched: the next page tries again.
  }
}

/* A page that says so when there is no connection, for who has an account; and, for who verifies
   certificates, a page that does it without one. The browser of any other visitor keeps nothing of
   us, and nobody's keeps a certificate or a page of a learner. */
const signOut = document.getElementById("sign-out");
const { supervised } = document.documentElement.dataset;
if (signOut && !supervised) register("/sw.js");
if (signOut && supervised) {
  import("./idle.js")
    .then(({ leaveWhenIdle }) => leaveWhenIdle(Number(supervised), signOut))
    .catch(throwUnlessNotFetched);
}
if (location.pathname.startsWith("/verify/")) register("/verify/sw.js");

function register(worker) {
  // Where the browser allows none, or the page is left before it is there, the next page asks again.
  navigator.serviceWorker?.register(worker).catch(() => {});
}

/* Beside a lesson: scroll the outline to where one is, never the page. */
const outline = document.querySelector(".player-outline");
const here = outline?.querySelector("[aria-current]")?.closest("li");
if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;

for (const [name, fetchElement] of Object.entries(elements)) {
  if (document.querySelector(name)) fetchElement().catch(throwUnlessNotFetched);
}

/* Without its script, because the line broke or the page was left, an element is plain HTML. */
function throwUnlessNotFetched(error) {
  if (!(error instanceof TypeError)) throw error;
}
