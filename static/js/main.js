/* Every journey works without this; each element improves the HTML it wraps. */
import "./elements/quick-exit.js";
import "./elements/quiz-attempt.js";
import "./elements/time-zone.js";
