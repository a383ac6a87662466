/* Answers on their way to the server: kept on the device until they are there, and sent again.

   An answer is {slot, answer, client, sequence}. The server keeps the one with the highest sequence,
   which is the moment it was given: so sending twice, late or in another order does no harm. */
import { keys, OUR_ANSWERS } from "./device.js";

const GIVE_UP_AFTER = 10000; // milliseconds
const NOBODYS = "00000000-0000-0000-0000-000000000000"; // in the address that base.html gives
const CONFLICT = 409;
const FORBIDDEN = 403; // the token is of an earlier session
const REFUSED = [400, 404, 410, 413]; // to send it again would not help

/* {slot: answer} of what has not reached the server. */
export function waitingIn(attempt) {
  try {
    return JSON.parse(localStorage.getItem(OUR_ANSWERS + attempt)) ?? {};
  } catch {
    return {}; // storage is switched off
  }
}

function write(attempt, waiting) {
  try {
    if (Object.keys(waiting).length) {
      localStorage.setItem(OUR_ANSWERS + attempt, JSON.stringify(waiting));
    } else {
      localStorage.removeItem(OUR_ANSWERS + attempt);
    }
  } catch {
    // Storage is switched off or full: the answer still stands on the page.
  }
}

export function keep(attempt, entry) {
  write(attempt, { ...waitingIn(attempt), [entry.slot]: entry });
}

/* Forget an answer, unless a newer one took its place meanwhile. */
export function drop(attempt, entry) {
  const { [entry.slot]: kept, ...others } = waitingIn(attempt);
  if (kept && kept.sequence <= entry.sequence) write(attempt, others);
}

export const inOrder = (entries) => [...entries].sort((one, other) => one.sequence - other.sequence);

/* What became of an answer: {state, ...what the server says of it}.

   “saved”, “overtaken” by a newer one and “refused” are final; “unreachable” is said of every
   answer, “waiting”, “sessionOver” and “stale” (see FORBIDDEN) of this one. */
export async function deliver(url, token, entry, { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(entry),
      keepalive,
      redirect: "manual", // to the sign-in page: then the answer is not saved
      signal: AbortSignal.timeout(GIVE_UP_AFTER),
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const said = isJson ? await response.json() : {};
    return { ...said, state: stateOf(response) };
  } catch {
    return { state: "unreachable" };
  }
}

function stateOf({ ok, status, type }) {
  if (ok) return "saved";
  if (type === "opaqueredirect") return "sessionOver";
  if (status === CONFLICT) return "overtaken";
  if (status === FORBIDDEN) return "stale";
  return REFUSED.includes(status) ? "refused" : "waiting";
}

export const isFinal = (state) => ["saved", "overtaken", "refused"].includes(state);

/* From any page of theirs: what was answered without a connection. How many arrived. */
export async function sendWhatWaits() {
  const { dataset, elements } = document.getElementById("sign-out");
  let sent = 0;
  for (const attempt of keys(OUR_ANSWERS).map((key) => key.slice(OUR_ANSWERS.length))) {
    const url = dataset.answers.replace(NOBODYS, attempt);
    for (const entry of inOrder(Object.values(waitingIn(attempt)))) {
      const { state } = await deliver(url, elements.csrfmiddlewaretoken.value, entry);
      if (state === "unreachable") return sent;
      if (isFinal(state)) drop(attempt, entry);
      if (state === "saved") sent += 1;
    }
  }
  return sent;
}
