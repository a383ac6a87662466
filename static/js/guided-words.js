/* Words of a guided template: they stand in its HTML, with {names} for numbers. */

export const worded = (text, numbers) => text.replace(/\{(\w+)\}/g, (_all, name) => numbers[name]);

/* Once: a screen reader says it again whenever it is written. */
export function say(status, text) {
  if (status.textContent !== text) status.textContent = text;
}
