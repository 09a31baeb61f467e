// What the page of examples shows of each element.

/**
 * @typedef {object} Example
 * @property {string} name The element is `viewpulse-` and this.
 * @property {string} label
 * @property {string} what
 * @property {"content" | "creator" | "platform" | "none"} about Whose numbers the example shows.
 * @property {Record<string, string>} attributes Those that only it has, with what they say.
 * @property {boolean} [shared] Whether a share link can fill it.
 * @property {boolean} [admins] Whether it is for admins only.
 * @property {(state: State) => Record<string, string | null>} set Attributes of the example.
 */

/** What all elements have. @type {Record<string, string>} */
export const SHARED = {
  label: "its heading, and what a screen reader calls it",
  "content, creator": "an id: whose numbers; without both, the platform\u2019s",
  range: "today, 24h, 7d, 28d, 90d, 12m, or two days: 2026-11-01_2026-11-30",
  timezone: "an IANA zone, which decides what a day is",
  definition: "what counts as a view, such as start@1",
  traffic: "bots, own or all: what counts in addition to people",
  every: "the least pause between two answers, such as 2s",
  link: "the address of a share link, on pages of other sites: it says whose numbers",
};

const STEP = "a step: a type, watched50, or an event of your own after a point";
const CURRENCY = "an ISO 4217 code; the one with most orders when left out";
const nothing = () => ({});

/** @type {Record<string, string>} */
const LISTED = { sort: "the order", search: "text that is looked for", after: "a cursor: the page follows it", before: "a cursor: the page precedes it" };

/** @type {Example[]} */
export const EXAMPLES = [
  { name: "live-counter", label: "Watching now", about: "platform", shared: true, what: "How many are watching, and the last half hour.", attributes: {}, set: nothing },
  {
    ...{ name: "series", label: "Over time", about: "platform", shared: true, what: "One number over time, with the period before." },
    attributes: { metric: "the number, such as watchTime", interval: "MINUTE: the last hour", compare: "shows the period before" },
    set: ({ metric }) => ({ metric, compare: "" }),
  },
  {
    ...{ name: "figures", label: "Main numbers", about: "platform", shared: true, what: "The main numbers, and how they have changed." },
    attributes: { compare: "shows the change since the period before" },
    set: () => ({ compare: "" }),
  },
  {
    ...{ name: "top", label: "Most viewed in 24 hours", about: "none", shared: true, what: "The most viewed contents, or those that trend, with changes of rank." },
    attributes: { by: "views, or trending", own: "id of a creator: only their contents have links" },
    set: () => ({ by: "views" }),
  },
  { name: "retention", label: "Retention", about: "content", shared: true, what: "Which parts of a content are watched, and where viewers stop.", attributes: {}, set: nothing },
  { name: "scores", label: "Scores", about: "content", shared: true, what: "The scores of a content with their parts.", attributes: {}, set: nothing },
  {
    ...{ name: "breakdown", label: "Audience", about: "platform", shared: true, what: "Views by one dimension." },
    attributes: { by: "the dimension, such as COUNTRY", dimensions: "those that can be chosen, separated by spaces", name: "what the page calls it" },
    set: () => ({ by: "DEVICE", dimensions: "COUNTRY DEVICE PLATFORM SOURCE" }),
  },
  { name: "heatmap", label: "When it is viewed", about: "platform", shared: true, what: "Views by hour and weekday.", attributes: {}, set: nothing },
  { name: "map", label: "Where it is viewed", about: "platform", what: "Views by country.", attributes: {}, set: nothing },
  {
    ...{ name: "funnel", label: "Funnel", about: "platform", admins: true, what: "How many get through a series of steps." },
    attributes: {
      steps: "VIEW_START,watched50:video-1,.quiz_answered;.answer=yes",
      order: "ORDERED, STRICT or ANY",
      window: "longest time from the first step to the last, such as 7d",
      exclusions: "what ends an attempt: SKIP;after=1;before=2",
    },
    set: ({ order, window }) => ({ steps: "VIEW_START,VIEW_COMPLETE;optional,LIKE", order, window }),
  },
  {
    ...{ name: "returns", label: "Who comes back", about: "platform", admins: true, what: "How many come back in each period." },
    attributes: { start: `${STEP}: what begins`, returns: `${STEP}: what counts as coming back`, by: "DAY, WEEK or MONTH" },
    set: () => ({ start: "VIEW_START", by: "WEEK" }),
  },
  {
    ...{ name: "cohorts", label: "Cohorts", about: "platform", admins: true, what: "What those who began in a period do in each period since." },
    attributes: { start: `${STEP}: what begins`, by: "DAY, WEEK or MONTH", number: "rate, watchTime, revenue or lifetimeValue", currency: CURRENCY },
    set: () => ({ by: "WEEK", number: "watchTime" }),
  },
  {
    ...{ name: "revenue", label: "Revenue", about: "platform", what: "What was sold, over time and by currency." },
    attributes: { currency: CURRENCY, compare: "shows the period before" },
    set: () => ({ compare: "" }),
  },
  {
    ...{ name: "sold", label: "What sold best", about: "platform", what: "Contents, creators, products, campaigns or means of payment by money." },
    attributes: { split: "CONTENT, CREATOR, PRODUCT, CAMPAIGN or PAYMENT_METHOD", currency: CURRENCY },
    set: () => ({ split: "PRODUCT" }),
  },
  { name: "contents", label: "Contents", about: "creator", what: "The contents of a creator, or the viewed ones of the platform, in pages.", attributes: LISTED, set: () => ({ sort: "VIEWS" }) },
  { name: "creators", label: "Creators", about: "platform", admins: true, what: "The creators, in pages.", attributes: LISTED, set: () => ({ sort: "VIEWS" }) },
  {
    ...{ name: "accounts", label: "Accounts", about: "none", what: "The social accounts of a workspace." },
    attributes: { workspace: "its id; the first one when left out", account: "the one that is chosen" },
    set: ({ workspace, account }) => ({ workspace: workspace || null, account: account || null }),
  },
  {
    ...{ name: "posts", label: "Newest posts", about: "none", what: "The newest posts of a social account." },
    attributes: { account: "its id" },
    set: ({ account }) => ({ account: account || null }),
  },
  { name: "ingest", label: "Counting", about: "none", admins: true, what: "What waits to be counted.", attributes: {}, set: nothing },
  { name: "rejected", label: "Refused events", about: "none", admins: true, what: "Events that were refused, by reason.", attributes: {}, set: nothing },
  { name: "ticker", label: "What happens", about: "none", admins: true, what: "The newest events, as they come.", attributes: {}, set: nothing },
  { name: "arrivals", label: "What arrives", about: "none", admins: true, what: "Events a second and by minute, and who is connected.", attributes: {}, set: nothing },
  { name: "token", label: "Your token", about: "none", what: "What the token may do, and until when.", attributes: {}, set: nothing },
  { name: "consent", label: "Consent", about: "none", admins: true, what: "What becomes of viewers who have not agreed.", attributes: {}, set: nothing },
  { name: "projects", label: "Projects", about: "none", what: "The projects of the server, for its operators.", attributes: {}, set: nothing },
  { name: "keys", label: "Write keys", about: "none", admins: true, what: "The write keys of the project.", attributes: {}, set: nothing },
];
