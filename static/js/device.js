/* What is kept on the learner's device: notes to themselves, plans, answers that wait for a
   connection. It is gone when they sign out, and other tabs of theirs are left.

   On a shared device the session may have ended without a click on “Sign out”; so a page that the
   server answered to nobody takes it away too, before the next person signs in. A page that knows
   nobody because something is wrong, or because there is no connection, does not say so. */

export const REFLECTION = "reflection:";
export const PLAN = "plan:";
const ANSWERS = "answers:";
const LAST_MOMENT = 3000; // milliseconds for the last answers, while they are still theirs

const signOut = document.getElementById("sign-out");

/* Where the answers of whoever is signed in wait: nobody else's are seen, or sent. */
export const OUR_ANSWERS = `${ANSWERS}${signOut?.dataset.person}:`;

export const isSignedOut = () => document.documentElement.hasAttribute("data-signed-out");

/* The keys in the device's storage; none where it is switched off. */
export function keys(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

function forget(isToGo = () => true) {
  for (const key of [REFLECTION, PLAN, ANSWERS].flatMap(keys)) {
    if (isToGo(key)) localStorage.removeItem(key);
  }
}

function forgetTheOthers() {
  forget((key) => key.startsWith(ANSWERS) && !key.startsWith(OUR_ANSWERS));
}

function leave() {
  document.body.hidden = true;
  location.replace("/");
}

/* To the other tabs; a browser without channels keeps them until they are reloaded. */
const channel = () => ("BroadcastChannel" in globalThis ? new BroadcastChannel("left") : undefined);

export function forgetWhenSignedOut(sendWhatWaits) {
  const left = channel();
  if (isSignedOut()) {
    forget();
    left?.postMessage(""); // the server ended it: a device was opened, or nobody was there
  }
  if (!signOut) {
    left?.close(); // an open one keeps the page out of the browser's memory for “back”
    return;
  }
  forgetTheOthers();
  document.addEventListener("submit", async (event) => {
    if (event.target.action !== signOut.action) return;
    event.preventDefault();
    const moment = new Promise((resolve) => setTimeout(resolve, LAST_MOMENT));
    await Promise.race([sendWhatWaits(), moment]);
    forget();
    left?.postMessage("");
    event.target.submit();
  });
  left?.addEventListener("message", leave);
  // A page that the browser kept from before: it may be somebody else's by now.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    document.body.hidden = true;
    location.reload();
  });
}
