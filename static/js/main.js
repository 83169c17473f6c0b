// Every behaviour of the portal. Each module works on data-* attributes and does nothing where there are none.
import "./start.js";
import "./theme.js";
import "./menu.js";
import "./messages.js";
import "./relative-time.js";
import "./palette.js";
import "./search-box.js";
import "./keys.js";
import "./copy.js";
import "./lightbox.js";
import "./toc-highlight.js";
import "./autosave.js";
import "./secret-warning.js";
import "./print.js";
import "./filter.js";
import "./reading-place.js";
import "./quote.js";
