/* What is written into a guided template, on this device: where its owner is signed in, nobody else
   uses the device, and the browser keeps anything at all. */

import { isSignedOut, PLAN } from "./device.js";

export const isShared = () => "supervised" in document.documentElement.dataset;

/* Empty where nothing is kept; also where the storage is switched off. */
export function keyFor(lesson) {
  if (!lesson || isShared() || isSignedOut()) return "";
  try {
    localStorage.getItem(PLAN);
    return PLAN + lesson;
  } catch {
    return "";
  }
}

export function kept(key) {
  try {
    return JSON.parse((key && localStorage.getItem(key)) || "{}");
  } catch {
    return {}; // nothing that we wrote
  }
}

/* Whether it is kept: where the device is full, what is written stands on the page only. */
export function keep(key, values) {
  if (!key) return false;
  try {
    localStorage.setItem(key, JSON.stringify(values));
    return true;
  } catch {
    return false;
  }
}
