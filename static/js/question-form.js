/* The answer to a question in the form controls of an attempt, read and written.

   A field is called answer-3, or answer-3-part where the question has several. */

/* [[part, value], ...], without what is empty. */
export function answerIn(form, slot) {
  const name = `answer-${slot}`;
  return [...new FormData(form)]
    .filter(([key, value]) => value && (key === name || key.startsWith(`${name}-`)))
    .map(([key, value]) => [key.slice(name.length + 1), value]);
}

function isChanged(control) {
  if (["radio", "checkbox"].includes(control.type)) {
    return control.checked !== control.defaultChecked;
  }
  if (control.type !== "select-one") return control.value !== control.defaultValue;
  const options = [...control.options];
  return control.value !== (options.find((one) => one.defaultSelected) ?? options[0]).value;
}

/* The questions answered since the server made the page: on a slow line, before its script came. */
export function changedSlots(form) {
  const controls = [...form.elements].filter(({ name }) => name.startsWith("answer-"));
  const changed = controls.filter(isChanged).map((one) => one.closest("[data-slot]").dataset.slot);
  return new Set(changed.map(Number));
}

export function putAnswer(question, answer) {
  const start = `answer-${question.dataset.slot}`;
  const given = new Set(answer.map((pair) => pair.join("\n")));
  const texts = new Map(answer);
  for (const control of question.querySelectorAll(`[name^="${start}"]`)) {
    const part = control.name.slice(start.length + 1);
    if (["radio", "checkbox"].includes(control.type)) {
      control.checked = given.has(`${part}\n${control.value}`);
    } else {
      control.value = texts.get(part) ?? "";
    }
  }
  question.querySelector("ordering-list")?.arrange?.();
}
