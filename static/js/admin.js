/* What the pages of Wagtail need of ours. */
import "./elements/quick-exit.js";
