/* What the pages of Wagtail need of ours. */
import "./elements/blueprint-supply.js";
import { isLeaving } from "./elements/quick-exit.js";

/* Registered before Wagtail's editor starts, which would ask over what is not saved yet. */
addEventListener("beforeunload", (event) => {
  if (isLeaving) event.stopImmediatePropagation();
});
