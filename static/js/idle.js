/* On a supervised device: who has done nothing for some minutes is signed out, as by “I am done”.
   The server does the same, and this takes the page away too. Three things to know:
   - the last act counts for all tabs of the device, not only for the one it was done in;
   - the clock is asked, because a device that sleeps stops its timers;
   - while somebody reads or writes the server hears of it, or it would end what goes on here. */

const ACTS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];
const LAST = "last-act"; // in the storage of the device
const LOOK_EVERY = 5000; // milliseconds, as all below
const KEEP_EVERY = 1000;
const TELL_EVERY = 30000;
const CARD = "/device/"; // leads somebody who is signed in away, so it costs next to nothing

let own = 0;

function lastAct() {
  try {
    return Math.max(own, Number(localStorage.getItem(LAST)));
  } catch {
    return own; // the storage is switched off
  }
}

function keep(now) {
  own = now;
  try {
    localStorage.setItem(LAST, now);
  } catch {
    // Each tab has its own minutes then.
  }
}

export function leaveWhenIdle(seconds, signOut) {
  let [timer, told] = [0, Date.now()];
  const look = () => {
    clearTimeout(timer);
    const left = lastAct() + seconds * 1000 - Date.now();
    if (left > 0) {
      timer = setTimeout(look, Math.min(left, LOOK_EVERY));
      return true;
    }
    document.body.hidden = true;
    signOut.requestSubmit();
    return false;
  };
  const act = () => {
    const now = Date.now();
    if (now - own < KEEP_EVERY || !look()) return; // the first act after a sleep is another's
    keep(now);
    if (now - told < TELL_EVERY) return;
    told = now;
    fetch(CARD, { redirect: "manual" }).catch(() => {}); // without a connection: at the next act
  };
  keep(Date.now());
  for (const name of ACTS) document.addEventListener(name, act, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  look();
}
