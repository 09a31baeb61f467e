// The types that several modules share. Browsers never load this file.

/** Whether the server is there. */
type Link = "connecting" | "live" | "waiting" | "closed";

/** What went wrong with a question. */
interface Failure {
  /** As in docs/errors.md. */
  code: string;
  /** Begins with the argument that is to blame: `steps.2.types: …`. */
  message: string;
  /** Seconds; 0: asking again does not help. */
  retryAfter: number;
}

interface Sink {
  /** Takes the value of the only root field. */
  next: (answer: any) => void;
  error: (failure: Failure) => void;
}

/** How a value is written. */
type Kind = "count" | "seconds" | "percent" | "score" | "rate" | "text" | "time";

/** Everything that the page shows; it is in its address. */
interface State {
  page: string;
  /** Id of the content; empty: none is chosen. */
  content: string;
  /** Id of the creator; empty: the signed-in one, or the platform. */
  creator: string;
  /** Ids of a workspace and of a social account; empty: the first one. */
  workspace: string;
  account: string;
  /** `24h`, `7d`, … or two days: `2026-11-01_2026-11-30`. */
  range: string;
  /** IANA name. */
  tz: string;
  definition: string;
  /** What is counted besides viewers; empty: nothing. */
  traffic: keyof typeof import("./state.js").TRAFFIC;
  /** Whether the period before is shown, too. */
  compare: boolean;
  metric: string;
  /** Of a funnel: as in steps.js; `ORDERED`, `STRICT`, `ANY`; a duration. */
  steps: string;
  order: string;
  window: string;
  /** What puts viewers into cohorts, and what they return for: a step; empty: anything. */
  start: string;
  returns: string;
  /** Length of the periods: `DAY`, `WEEK`, `MONTH`. */
  by: string;
  /** Of a cohort: `rate`, `watchTime`, `revenue`, `lifetimeValue`. */
  number: string;
  /** ISO 4217; empty: the first one that something was sold in. */
  currency: string;
  /** What sold: `CONTENT`, `CREATOR`, `PRODUCT`, `CAMPAIGN`, `PAYMENT_METHOD`. */
  split: string;
  /** Of a funnel: events that end an attempt, as in steps.js. */
  exclusions: string;
  /** Dimensions of the breakdowns. */
  sources: string;
  audience: string;
  /** Of the list of the page: its order, empty: that of the list; the text that is looked for; a cursor that its page follows, or precedes. */
  sort: string;
  search: string;
  after: string;
  before: string;
  /** Names of the tiles that are shown as tables, separated by commas. */
  tables: string;
  /** Empty: that of the system. */
  theme: "" | "light" | "dark";
}

/** Who is signed in. */
interface Me {
  userId: string;
  role: string;
  creator: { creatorId: string; name: string | null } | null;
}

interface Page {
  title: string;
  /** Whether it shows a range that can be chosen. */
  ranged: boolean;
  /** `subject` is the name of the content or creator of the page; null: there is none with this id. */
  render: (state: State, me: Me, subject: string | null) => unknown;
  /** What can be done with the page, in its head. */
  actions?: (state: State, me: Me) => unknown;
}

/** A document and its variables. */
interface Question {
  document: string;
  variables: Record<string, unknown>;
}

type TileState = "ended" | "loading" | "ready" | "empty" | "forbidden" | "offline" | "limit" | "error" | "stale";

interface Column {
  /** As GraphQL calls it: the head of the CSV. */
  name: string;
  label: string;
  kind: Kind;
}

interface Table {
  columns: Column[];
  /** The values as they were answered; null: unknown. */
  rows: unknown[][];
  /** The row that still runs. */
  open?: number;
}

/** One line, or the bars, of a chart. */
interface Line {
  label: string;
  values: (number | null)[];
  /** Name of a colour. */
  colour: string;
  kind: Kind;
  dashed?: boolean;
  filled?: boolean;
  bars?: boolean;
  /** Lines of one scale share the axis; `y` when left out. */
  scale?: string;
}

interface Drawing {
  /** Seconds, rising. */
  x: number[];
  lines: Line[];
  /** The point that still runs. */
  open?: number;
  /** Whether x is a moment; else it is a place in a video. */
  isTime: boolean;
  /** The name of a point. */
  name: (at: number) => string;
  /** The name of a place on the axis. */
  place: (value: number) => string;
}
