// The elements that a share link can fill, for pages of other sites.

import "./elements/breakdown.js";
import "./elements/figures.js";
import "./elements/heatmap.js";
import "./elements/live-counter.js";
import "./elements/retention.js";
import "./elements/scores.js";
import "./elements/series.js";
import "./elements/top.js";
