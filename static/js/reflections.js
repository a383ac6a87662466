/* What learners write to themselves: kept on their device, and gone when they sign out.

   On a shared device the session may have ended without a click on “Sign out”; so a page that
   somebody sees signed out takes it away too, before the next person signs in. */

export const PREFIX = "reflection:";

function forget() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}

export function forgetWhenSignedOut() {
  try {
    const form = document.getElementById("sign-out");
    // The page that says that something went wrong knows nobody, and has no header.
    if (!form && document.querySelector("header")) forget();
    document.addEventListener("submit", ({ target }) => {
      if (form && target.action === form.action) forget();
    });
  } catch {
    // Storage is switched off: then nothing is kept either.
  }
}
