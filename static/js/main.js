/* Every journey works without this; each element improves the HTML it wraps.
   A page fetches only the elements that are on it. */
import "./elements/quick-exit.js";
import { forgetWhenSignedOut } from "./reflections.js";

const elements = {
  "quiz-attempt": () => import("./elements/quiz-attempt.js"),
  "reflection-note": () => import("./elements/reflection-note.js"),
  "sorting-activity": () => import("./elements/sorting-activity.js"),
  "time-zone": () => import("./elements/time-zone.js"),
};

forgetWhenSignedOut();

/* A page that says so when there is no connection. Only for who has an account: a visitor's
   browser keeps nothing of us. */
if (document.getElementById("sign-out")) navigator.serviceWorker?.register("/sw.js");

/* Beside a lesson: scroll the outline to where one is, never the page. */
const outline = document.querySelector(".player-outline");
const here = outline?.querySelector("[aria-current]")?.closest("li");
if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;

for (const [name, fetchElement] of Object.entries(elements)) {
  if (document.querySelector(name)) fetchElement();
}
