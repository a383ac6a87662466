/* Answers on their way to the server: kept on the device until they are there, and sent again.

   Each attempt has its own place, so that nothing of one person can reach another. The server keeps
   the answer with the highest sequence, so sending twice does no harm. */
import { ANSWERS } from "./device.js";

const GIVE_UP_AFTER = 10000; // milliseconds
const NOBODYS = "00000000-0000-0000-0000-000000000000"; // in the address that base.html gives

function read(attempt) {
  try {
    return JSON.parse(localStorage.getItem(ANSWERS + attempt)) ?? {};
  } catch {
    return {}; // storage is switched off
  }
}

function write(attempt, waiting) {
  try {
    if (Object.keys(waiting).length) {
      localStorage.setItem(ANSWERS + attempt, JSON.stringify(waiting));
    } else {
      localStorage.removeItem(ANSWERS + attempt);
    }
  } catch {
    // Storage is switched off or full: the answer still stands on the page.
  }
}

/* {slot: {slot, answer, client, sequence}} of what has not reached the server. */
export const waitingIn = read;

export function keep(attempt, entry) {
  write(attempt, { ...read(attempt), [entry.slot]: entry });
}

/* Forget an answer, unless a newer one took its place meanwhile. */
export function drop(attempt, entry) {
  const { [entry.slot]: kept, ...others } = read(attempt);
  if (kept && kept.sequence <= entry.sequence) write(attempt, others);
}

export function send(url, token, entry) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(entry),
    redirect: "manual", // to the sign-in page: then the answer is not saved
    signal: AbortSignal.timeout(GIVE_UP_AFTER),
  });
}

/* From any page of theirs: what a learner answered without a connection, before they went on. */
export async function sendWhatWaits() {
  const form = document.getElementById("sign-out");
  if (!form || document.querySelector("quiz-attempt")) return;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(ANSWERS))) {
    const attempt = key.slice(ANSWERS.length);
    const token = form.elements.csrfmiddlewaretoken.value;
    for (const entry of Object.values(read(attempt))) {
      const url = form.dataset.answers.replace(NOBODYS, attempt);
      const response = await send(url, token, entry);
      // Kept, older than what is there, handed in, or of somebody else: no more to do.
      if (response.ok || (response.status >= 400 && response.status < 500)) drop(attempt, entry);
    }
  }
}
