/* On a supervised device: who has done nothing for some minutes is signed out, as by “I am done”.
   The server does the same; this takes the page away too. */

const ACTS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"];

export function leaveWhenIdle(seconds, signOut) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.hidden = true;
      signOut.requestSubmit();
    }, seconds * 1000);
  };
  for (const act of ACTS) document.addEventListener(act, wait, { passive: true, capture: true });
  wait();
}
