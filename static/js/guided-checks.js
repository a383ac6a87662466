/* What stands below a guided template: which parts are still empty, and whether the steps fit. */

import { minutesOf } from "./guided-timetable.js";
import { say, worded } from "./guided-words.js";

/* ``fields`` by key, as the element has them; its words are in its data. */
export function check(element, fields) {
  const empty = [...fields.values()].filter((field) => field.isEmpty);
  const links = empty.map(({ id }) => linkTo(element, id));
  element.querySelector(".guided-empty").replaceChildren(...links);
  element.querySelector(".guided-whole").hidden = empty.length > 0;
  const said = element.querySelector(".guided-sum");
  if (said) say(said, sumUp(element, fields));
}

function linkTo(element, id) {
  const [item, link] = [document.createElement("li"), document.createElement("a")];
  link.href = `#${id}`;
  link.dir = "auto";
  const heading = element.querySelector(`[for="${id}"]`) ?? element.querySelector(`#${id}`);
  link.textContent = heading.textContent;
  item.append(link);
  return item;
}

function sumUp(element, fields) {
  const of = (kind) => element.querySelector(`.guided-part[data-kind="${kind}"]`)?.dataset.key;
  const sum = minutesOf(fields.get(of("timetable")).value);
  const length = Number(fields.get(of("minutes"))?.value) || 0;
  if (!sum) return "";
  const how = !length ? "takes" : sum === length ? "fits" : sum < length ? "short" : "long";
  return worded(element.dataset[how], { sum, length, rest: Math.abs(length - sum) });
}
