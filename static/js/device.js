/* What is kept on the learner's device: notes to themselves, answers that wait for a connection.
   It is gone when they sign out.

   On a shared device the session may have ended without a click on “Sign out”; so a page that the
   server answered to nobody takes it away too, before the next person signs in. A page that knows
   nobody because something is wrong, or because there is no connection, does not say so. */

export const REFLECTION = "reflection:";
export const ANSWERS = "answers:";

function forget() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(REFLECTION) || key.startsWith(ANSWERS)) localStorage.removeItem(key);
  }
}

export const isSignedOut = () => document.documentElement.hasAttribute("data-signed-out");

export function forgetWhenSignedOut() {
  try {
    const form = document.getElementById("sign-out");
    if (isSignedOut()) forget();
    document.addEventListener("submit", ({ target }) => {
      if (form && target.action === form.action) forget();
    });
  } catch {
    // Storage is switched off: then nothing is kept either.
  }
}
