// Written by documents.mjs from schema.graphql and graphql/; do not edit.

import type { TypedDocument } from "./document.ts";

type Typed<Data, Variables> = string & TypedDocument<Data, Variables>;

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What to compare with. */
export type Baseline =
  /** The previous period of the same subject, which is as long and as complete as the range; `basis` says how. If the range is not over, its whole quarter-hours until now are compared. For `last`, with the time right before. For `days`, `weeks`, `months`, `calendar` and dates, with as many days, weeks, months, quarters or years before, up to the same local time: today until now with yesterday until the same time, last month with the month before it. */
  | 'PREVIOUS_PERIOD'
  /** The average viewed content of the same creator, in the same range. */
  | 'CREATOR_AVERAGE'
  /** The average viewed content of the platform, in the same range; for a creator, the average creator. */
  | 'PLATFORM_AVERAGE';

/** From `start` up to, but not including, `end`; widened to whole quarter-hours. With two dates, whole local days. */
export type BetweenInput = {
  /** First moment of the range (inclusive). */
  start: string;
  /** End of the range (exclusive). */
  end: string;
};

/** An area between two latitudes and two longitudes, in degrees (WGS 84). A box whose west is greater than its east crosses the antimeridian. */
export type BoxInput = {
  /** Southern edge: latitude, -90 to 90. */
  south: number;
  /** Western edge: longitude, -180 to 180. */
  west: number;
  /** Northern edge: latitude, -90 to 90. */
  north: number;
  /** Eastern edge: longitude, -180 to 180. */
  east: number;
};

/** What the rows of a breakdown are ordered by, most first; ties by views, plays, engagement events, then value. */
export type BreakdownOrder =
  /** Number of views. */
  | 'VIEWS'
  /** Number of plays. */
  | 'PLAYS'
  /** Watch time. */
  | 'WATCH_TIME'
  /** Number of LIKE, COMMENT and SHARE events. */
  | 'ENGAGEMENT_EVENTS';

/** A whole period of the calendar, even if it is not over. */
export type CalendarInput = {
  /** The kind of period. */
  unit: CalendarUnit;
  /** Which one: 0 is the current one, 1 the one before it (last month), and so on, to 1970. */
  back?: number;
};

/** A period of the calendar in the query's timezone. */
export type CalendarUnit =
  /** A local day, of 23, 24 or 25 hours. */
  | 'DAY'
  /** Seven local days from Monday. */
  | 'WEEK'
  /** A month. */
  | 'MONTH'
  /** Three months from January, April, July or October. */
  | 'QUARTER'
  /** A year. */
  | 'YEAR';

/** Order of the contents in the catalogue; ties by id. */
export type CatalogueSort =
  /** Latest publication first; contents without a publication date last. */
  | 'RECENT'
  /** By title, in upper or lower case; contents without a title first. */
  | 'TITLE';

/** How long a period of a cohort is. */
export type CohortPeriodLength =
  /** A local day; rolling, 24 hours. */
  | 'DAY'
  /** Seven local days; rolling, 168 hours. */
  | 'WEEK'
  /** A month; rolling, 30 days of 24 hours. */
  | 'MONTH';

/** How a range and the one that it is compared with correspond. */
export type ComparisonBasis =
  /** They are equally long. For `last`, the other one is right before; for `between` with a time, it begins one length of the range earlier. */
  | 'EQUAL_LENGTH'
  /** The range is not over: as many days, weeks, months, quarters or years before, up to the same local time of the same day; if that month has no such day, to its end. */
  | 'SAME_LOCAL_TIME'
  /** The range is over: as many whole days, weeks, months, quarters or years right before. */
  | 'WHOLE_PERIOD';

/** What becomes of events of viewers who have not consented. */
export type ConsentPolicy =
  /** They are stored as they are sent; nobody is asked. */
  | 'OFF'
  /** They are stored, and counted, without what identifies the viewer. */
  | 'REQUIRED'
  /** They are refused with CONSENT_REQUIRED. */
  | 'REFUSE';

/** What a viewer can agree to, in a project that requires consent. */
export type ConsentPurpose =
  /** What the viewer does is stored under its id; without, only without identity. */
  | 'ANALYTICS'
  /** The exact coordinates of its events are kept. */
  | 'PRECISE_LOCATION';

/** Whose consent it is. Exactly one of the fields must be given. */
export type ConsentSubjectInput =
  {   /** A user. */
  userId: string | number; sessionId?: never; }
  |  { userId?: never;   /** A guest, by the session id that its app sends with its events. */
  sessionId: string | number; };

/** Order of the contents, by their numbers in the range; ties by id. */
export type ContentSort =
  /** Latest publication first; contents without a publication date by their first event. */
  | 'RECENT'
  /** Most views first. */
  | 'VIEWS'
  /** Most distinct viewers first. */
  | 'UNIQUE_VIEWERS'
  /** Most watch time first. */
  | 'WATCH_TIME'
  /** Most watch time per view first. */
  | 'AVERAGE_WATCH_TIME'
  /** Highest completion rate first. */
  | 'COMPLETION'
  /** Most likes first. */
  | 'LIKES'
  /** Most comments first. */
  | 'COMMENTS'
  /** Most shares first. */
  | 'SHARES'
  /** Most saves first. */
  | 'SAVES'
  /** Best engagement score first. */
  | 'ENGAGEMENT'
  /** Best quality score first. */
  | 'QUALITY';

/** Type of content. */
export type ContentType =
  /** A video, such as an episode or a lesson. */
  | 'VIDEO'
  /** A short video in a feed that viewers swipe through. */
  | 'SHORT'
  /** A post: text, with or without pictures. */
  | 'POST'
  /** A story: visible for a limited time, usually a day. */
  | 'STORY'
  /** A live stream. */
  | 'STREAM'
  /** A marketplace listing, such as a flat or a car. */
  | 'LISTING'
  /** A picture or a gallery of pictures. */
  | 'IMAGE'
  /** Music, a podcast or another recording without pictures. */
  | 'AUDIO'
  /** A text to read, such as a news article. */
  | 'ARTICLE'
  /** A product in a shop. */
  | 'PRODUCT'
  /** Any other type. */
  | 'OTHER';

/** What creators are sorted by, most first; ties by id. */
export type CreatorsBy =
  /** Views. */
  | 'VIEWS'
  /** Watch time. */
  | 'WATCH_TIME'
  /** Likes given and not withdrawn since. */
  | 'LIKES'
  /** COMMENT events. */
  | 'COMMENTS'
  /** SHARE events. */
  | 'SHARES'
  /** Saves made and not withdrawn since. */
  | 'SAVES'
  /** FOLLOW events. */
  | 'FOLLOWS';

/** Type of device. */
export type DeviceType =
  /** A phone. */
  | 'MOBILE'
  /** A tablet. */
  | 'TABLET'
  /** A desktop computer or a laptop. */
  | 'DESKTOP'
  /** A television, a set-top box or a games console. */
  | 'TV';

/** Dimension of a breakdown. VIEW_START, LIKE, COMMENT and SHARE events use their own attributes; plays use those of their earliest event. */
export type Dimension =
  /** `location.country`: ISO 3166-1 alpha-2, in capitals. */
  | 'COUNTRY'
  /** `location.region` with its country, such as `Bavaria, DE`. */
  | 'REGION'
  /** `location.city` with its country, such as `Zürich, CH`. */
  | 'CITY'
  /** `device.type`, such as MOBILE. */
  | 'DEVICE'
  /** `device.platform`, such as IOS. */
  | 'PLATFORM'
  /** `device.os`. */
  | 'OS'
  /** `device.appVersion`. */
  | 'APP_VERSION'
  /** `source.type`, such as FOR_YOU. */
  | 'SOURCE'
  /** `source.referrer`, its first 256 characters. */
  | 'REFERRER'
  /** `source.campaign`. */
  | 'CAMPAIGN'
  /** `network.type`, such as WIFI. */
  | 'NETWORK'
  /** Hour of the day, 0-23, in the query's timezone. */
  | 'HOUR'
  /** Day, YYYY-MM-DD, in the query's timezone. */
  | 'DAY'
  /** Day of the week in the query's timezone: 1 is Monday, 7 is Sunday. */
  | 'WEEKDAY'
  /** Hour of the day, 0-23, in the viewer's own `location.timezone`. */
  | 'VIEWER_LOCAL_HOUR'
  /** The viewer's age group as currently known, such as AGE_18_24. */
  | 'AGE_GROUP'
  /** The viewer's gender as currently known, such as FEMALE. */
  | 'GENDER';

/** Which reactions an engagement rate counts. The default is the same everywhere. */
export type EngagementProfile =
  /** Likes, comments, shares. */
  | 'SOCIAL'
  /** Saves, shares, clicks. */
  | 'DISCOVERY'
  /** Saves, shares, contacts, WhatsApp chats, booked viewings. */
  | 'LISTING';

/** How far an erasure is. */
export type ErasureState =
  /** It was requested; nothing about the viewer is accepted any more. */
  | 'WAITING'
  /** It has begun. */
  | 'RUNNING'
  /** Nothing is held about the viewer any more, and all metrics are corrected. */
  | 'FINISHED';

/** Events that match all fields that are given, of which there must be one. */
export type EventConditionInput = {
  /** One of these types. */
  types?: Array<EventType> | null | undefined;
  /** Custom events of one of these names. */
  names?: Array<string> | null | undefined;
  /** About this content. */
  contentId?: string | number | null | undefined;
  /** About a content of this creator, or about the creator, as a FOLLOW is. */
  creatorId?: string | number | null | undefined;
  /** With these properties, and perhaps others: `{productId: "p1"}`. Up to 8. */
  properties?: Record<string, unknown> | null | undefined;
  /** That the viewer has watched so much; instead of all other conditions. */
  watched?: WatchedInput | null | undefined;
};

/** Type of event. `eventVocabulary` lists what each type requires and forbids. */
export type EventType =
  /** The content became visible. */
  | 'IMPRESSION'
  /** A view began; counts as a view. */
  | 'VIEW_START'
  /** The same as VIEW_START. */
  | 'VIEW'
  /** A heartbeat: playback continued. */
  | 'VIEW_PROGRESS'
  /** The end was reached; the play is complete. */
  | 'VIEW_COMPLETE'
  /** The same as VIEW_COMPLETE. */
  | 'COMPLETE'
  /** Playback was paused. */
  | 'PAUSE'
  /** Playback resumed. */
  | 'RESUME'
  /** The viewer jumped to another position. */
  | 'SEEK'
  /** Swiped away; counts as a skip too. */
  | 'SWIPE_AWAY'
  /** Skipped. */
  | 'SKIP'
  /** Liked. */
  | 'LIKE'
  /** The like was withdrawn. */
  | 'UNLIKE'
  /** A comment was posted. */
  | 'COMMENT'
  /** The content was shared; the target can be given. */
  | 'SHARE'
  /** The content was saved. */
  | 'SAVE'
  /** The content was removed from the saved ones. */
  | 'UNSAVE'
  /** A duet was made with it. */
  | 'DUET'
  /** It was stitched into another content. */
  | 'STITCH'
  /** Its sound was used. */
  | 'SOUND_USE'
  /** A link or button on the content was clicked. */
  | 'CLICK'
  /** The person behind the listing was contacted. */
  | 'CONTACT'
  /** The person behind the listing was contacted through WhatsApp. */
  | 'WHATSAPP'
  /** A viewing of the property was booked. */
  | 'BOOK_VIEWING'
  /** Reported. */
  | 'REPORT'
  /** The viewer is not interested in the content. */
  | 'NOT_INTERESTED'
  /** Hidden. */
  | 'HIDE'
  /** The creator was followed. */
  | 'FOLLOW'
  /** The creator was unfollowed. */
  | 'UNFOLLOW'
  /** Any other action, described by `properties`. */
  | 'ENGAGEMENT'
  /** Something was bought. */
  | 'PURCHASE'
  /** Money of an order was given back. */
  | 'REFUND'
  /** The live stream began. */
  | 'STREAM_START'
  /** The viewer joined the live stream. */
  | 'STREAM_JOIN'
  /** The viewer left the live stream. */
  | 'STREAM_LEAVE'
  /** The viewer wrote a message in the chat of the live stream. */
  | 'STREAM_CHAT'
  /** The viewer gave a gift in the live stream. */
  | 'STREAM_GIFT'
  /** The live stream ended. */
  | 'STREAM_END'
  /** A session was opened. */
  | 'SESSION_START'
  /** A session was closed. */
  | 'SESSION_END'
  /** An event of a project's own, registered by `name`. */
  | 'CUSTOM';

/** Which events to list. An event must match all fields that are given. */
export type EventsFilterInput = {
  /** One of these types. */
  types?: Array<EventType> | null | undefined;
  /** A type of this family, such as `commerce`; see `eventVocabulary`. */
  family?: string | null | undefined;
  /** Custom events of one of these names. */
  names?: Array<string> | null | undefined;
  /** About this content. */
  contentId?: string | number | null | undefined;
  /** Of this user. */
  userId?: string | number | null | undefined;
  /** Of this session. */
  sessionId?: string | number | null | undefined;
  /** With these properties, and perhaps others: `{orderId: "o1"}`. Up to 8 of them; values are compared as JSON. */
  properties?: Record<string, unknown> | null | undefined;
};

/** Events that end an attempt between two steps: what was done until then counts, what follows needs a new attempt. */
export type FunnelExclusionInput = {
  /** One of these types. */
  types?: Array<EventType> | null | undefined;
  /** Custom events of one of these names. */
  names?: Array<string> | null | undefined;
  /** About this content. */
  contentId?: string | number | null | undefined;
  /** About a content of this creator, or about the creator, as a FOLLOW is. */
  creatorId?: string | number | null | undefined;
  /** With these properties, and perhaps others: `{productId: "p1"}`. Up to 8. */
  properties?: Record<string, unknown> | null | undefined;
  /** That the viewer has watched so much; instead of all other conditions. */
  watched?: WatchedInput | null | undefined;
  /** Number of the step after which they count, from 1. */
  after?: number;
  /** Number of the step before which they count; by default, the last. */
  before?: number | null | undefined;
};

/** In which order the steps of a funnel must happen. */
export type FunnelOrder =
  /** Each after the one before it; anything may happen between them. */
  | 'ORDERED'
  /** Each right after the one before it: no other event of the viewer stands between them. */
  | 'STRICT'
  /** In any order. Then step 3 of the answer is whichever step a viewer did third. */
  | 'ANY';

/** Which events do a step. An event must match all fields that are given, of which there must be one. */
export type FunnelStepInput = {
  /** One of these types. */
  types?: Array<EventType> | null | undefined;
  /** Custom events of one of these names. */
  names?: Array<string> | null | undefined;
  /** About this content. */
  contentId?: string | number | null | undefined;
  /** About a content of this creator, or about the creator, as a FOLLOW is. */
  creatorId?: string | number | null | undefined;
  /** With these properties, and perhaps others: `{productId: "p1"}`. Up to 8. */
  properties?: Record<string, unknown> | null | undefined;
  /** That the viewer has watched so much; instead of all other conditions. */
  watched?: WatchedInput | null | undefined;
  /** A name, repeated in the answer; up to 100 characters. */
  name?: string | null | undefined;
  /** Whether the next steps count without it. Not for the first and the last step. */
  optional?: boolean;
  /** Longest time since the step that was done before it. By default, only `window` counts. */
  within?: string | null | undefined;
};

/** Of which event of a viewer's attempt the value is. */
export type FunnelValueOf =
  /** The first one. */
  | 'FIRST'
  /** The last one that was done. */
  | 'LAST'
  /** That of the step `step`; viewers who did not do it are left out. */
  | 'STEP'
  /** Each value on its own: only events with that value count, so a viewer may count for several. */
  | 'ALL';

/** Which viewers of a step are listed. */
export type FunnelViewersOf =
  /** Those that did it: `viewers`. */
  | 'REACHED'
  /** Those that did the step before, and neither did it nor can any more: `dropped`. */
  | 'DROPPED'
  /** Those that did the step before, and may still do it: `incomplete`. */
  | 'INCOMPLETE';

/** The length of the points of a series, by the clock and the calendar of the timezone. */
export type Interval =
  /** Minutes, those of the last 3 hours up to now; without `sessions`. */
  | 'MINUTE'
  /** Hours; one that is repeated when clocks are set back is two points. */
  | 'HOUR'
  /** Days, of 23 and 25 hours where clocks are changed. */
  | 'DAY'
  /** Weeks, from Monday. */
  | 'WEEK'
  /** Months. */
  | 'MONTH';

/** What is asked about. Exactly one of the fields must be given. */
export type OfInput =
  {   /** A content, by your app's own id. For its creator, or an admin. */
  contentId: string | number; creatorId?: never; platform?: never; }
  |  { contentId?: never;   /** All contents of a creator together. For that creator, or an admin. */
  creatorId: string | number; platform?: never; }
  |  { contentId?: never; creatorId?: never;   /** `true`: all contents of the platform together. For admins. */
  platform: boolean; };

/** A point on the earth, in degrees (WGS 84). */
export type PointInput = {
  /** Degrees north, -90 to 90. */
  latitude: number;
  /** Degrees east, -180 to 180. */
  longitude: number;
};

/** Where a number comes from. */
export type Provenance =
  /** The network counted it, or it was computed from such numbers alone. */
  | 'MEASURED'
  /** The network rounds it, or it stands for another one: `reason` says which. */
  | 'ESTIMATED'
  /** There is none: `reason` says why. It is never 0 instead. */
  | 'UNAVAILABLE';

/** A time range. Exactly one of the fields must be given. */
export type RangeInput =
  {   /** The hours, days of 24 hours, or weeks up to now: `"24h"`, `"7d"`, `"4w"`; at most 5 years. Starts on the quarter-hour at or before that time. */
  last: string; days?: never; weeks?: never; months?: never; calendar?: never; between?: never; }
  |  { last?: never;   /** Local days until now, today included: 7 are today and the whole 6 days before it. 1-1830. */
  days: number; weeks?: never; months?: never; calendar?: never; between?: never; }
  |  { last?: never; days?: never;   /** Local weeks (from Monday) until now, with the current one. 1-261. */
  weeks: number; months?: never; calendar?: never; between?: never; }
  |  { last?: never; days?: never; weeks?: never;   /** Local months until now, with the current one. 1-60. */
  months: number; calendar?: never; between?: never; }
  |  { last?: never; days?: never; weeks?: never; months?: never;   /** The current day, week, month, quarter or year, or an earlier one: the whole period. */
  calendar: CalendarInput; between?: never; }
  |  { last?: never; days?: never; weeks?: never; months?: never; calendar?: never;   /** Explicit bounds: dates or times; at most 5 years. */
  between: BetweenInput; };

/** Type of reaction. */
export type Reaction =
  /** Viewers who currently like a content: a state, not events. */
  | 'LIKE'
  /** COMMENT events. */
  | 'COMMENT'
  /** SHARE events. */
  | 'SHARE'
  /** Viewers who currently have a content saved: a state, not events. */
  | 'SAVE'
  /** CLICK events. */
  | 'CLICK'
  /** DUET events. */
  | 'DUET'
  /** STITCH events. */
  | 'STITCH'
  /** SOUND_USE events. */
  | 'SOUND_USE'
  /** FOLLOW events. */
  | 'FOLLOW'
  /** CONTACT events. */
  | 'CONTACT'
  /** WHATSAPP events. */
  | 'WHATSAPP'
  /** BOOK_VIEWING events. */
  | 'BOOK_VIEWING';

/** Which value a retention curve shows for each part of a content. */
export type RetentionCurve =
  /** How often each part was watched / views * 100; above 100 where viewers watch again. */
  | 'PLAYS'
  /** Distinct viewers who watched the part / viewers with a view * 100; at most 100, unless viewers watched without a view of the definition. */
  | 'COVERAGE'
  /** Percentile rank (0-100) of this part's PLAYS value among contents of similar length; ties count half. */
  | 'RELATIVE';

/** Restricts the curve to the plays, views and viewers of one value. */
export type RetentionSlice = {
  /** The dimension. */
  by: RetentionSliceBy;
  /** The value, as in `breakdown`: an enum value of the dimension or a two-letter country code; null: plays whose value is unknown. */
  value?: string | null | undefined;
};

/** Dimension that selects the plays of a curve. A play has the value of its earliest event. */
export type RetentionSliceBy =
  /** `device.type`, such as MOBILE. */
  | 'DEVICE'
  /** `device.platform`, such as IOS. */
  | 'PLATFORM'
  /** `source.type`, such as FOR_YOU. */
  | 'SOURCE'
  /** `location.country`: ISO 3166-1 alpha-2, in capitals. */
  | 'COUNTRY';

/** What a user may see and do, by the claim `role` of the token. */
export type Role =
  /** Its own history. */
  | 'USER'
  /** Its own history, and the numbers of its own contents. */
  | 'CREATOR'
  /** Everything in its project. */
  | 'ADMIN'
  /** The projects of the server and their totals, and nothing of what is in them. */
  | 'OPERATOR';

/** Whose sales are asked about. Exactly one of the fields must be given. */
export type SalesOfInput =
  {   /** A content that something was bought from. For its creator, or an admin. */
  contentId: string | number; creatorId?: never; productId?: never; campaign?: never; platform?: never; }
  |  { contentId?: never;   /** A creator: sales from its contents, and those that name only it. For that creator, or an admin. */
  creatorId: string | number; productId?: never; campaign?: never; platform?: never; }
  |  { contentId?: never; creatorId?: never;   /** A product. For admins. */
  productId: string | number; campaign?: never; platform?: never; }
  |  { contentId?: never; creatorId?: never; productId?: never;   /** A campaign, as `source.campaign` of events names it. For admins. */
  campaign: string; platform?: never; }
  |  { contentId?: never; creatorId?: never; productId?: never; campaign?: never;   /** `true`: all sales. For admins. */
  platform: boolean; };

/** Whether events of a schema version are accepted. */
export type SchemaState =
  /** They are accepted. */
  | 'ACTIVE'
  /** They are accepted with a warning, until the day on which the version retires. */
  | 'DEPRECATED'
  /** They are refused with SCHEMA_RETIRED. */
  | 'RETIRED';

/** Order of accounts: the largest latest number first. Accounts without one come last; ties by id. */
export type SocialAccountSort =
  /** Followers, or subscribers. */
  | 'FOLLOWERS'
  /** Accounts that it follows. */
  | 'FOLLOWING'
  /** Views of the profile. */
  | 'PROFILE_VIEWS'
  /** Clicks on the website of the profile. */
  | 'WEBSITE_CLICKS'
  /** Taps on the e-mail button of the profile. */
  | 'EMAIL_CLICKS'
  /** How often its posts were shown. */
  | 'IMPRESSIONS'
  /** Distinct people who saw something of it, as the network estimates them. Never a sum over days. */
  | 'REACH';

/** Whether a social account is collected. */
export type SocialAccountState =
  /** It is collected. */
  | 'CONNECTED'
  /** Its network no longer accepts the token: connect it again. */
  | 'NEEDS_RECONNECT'
  /** A person paused it. */
  | 'PAUSED'
  /** Its network wants to be paid before it answers again. */
  | 'BILLING_STOP'
  /** A person disconnected it, and kept its numbers. */
  | 'DISCONNECTED';

/** Why a connection failed. */
export type SocialConnectionFailure =
  /** The user did not allow it. */
  | 'DENIED'
  /** The user has no account there that can be read. */
  | 'NO_ACCOUNT'
  /** The network does not accept the code, or the token that it gave. */
  | 'AUTH_EXPIRED'
  /** The user did not allow enough, or lacks a role. */
  | 'PERMISSION_MISSING'
  /** Too many calls; try again later. */
  | 'THROTTLED'
  /** The calls of a day or a month are used up. */
  | 'QUOTA_EXHAUSTED'
  /** The network wants to be paid first. */
  | 'BILLING_STOP'
  /** The network refused a call because of its fields. */
  | 'METRIC_UNSUPPORTED'
  /** The network does not accept the application, or answered in an unknown form. The operator has to look at it. */
  | 'CONTRACT_CHANGED'
  /** The network does not have the account. */
  | 'NOT_FOUND'
  /** A fault of the network; try again. */
  | 'TRANSIENT';

/** How far a connection is whose user came back from the network. */
export type SocialConnectionState =
  /** Accounts wait to be chosen: `finishSocialConnection`. */
  | 'CHOOSE'
  /** The chosen accounts are connected. */
  | 'CONNECTED'
  /** Nothing can be connected; `failure` says why. Start another one. */
  | 'FAILED';

/** Whose numbers a custom metric is computed from. */
export type SocialFormulaKind =
  /** Those of an account. */
  | 'ACCOUNT'
  /** Those of a post. */
  | 'POST';

/** What a number is about. */
export type SocialGrain =
  /** The moment of its collection; all that was until then. */
  | 'MOMENT'
  /** One whole day, which begins by the clock of the network. */
  | 'DAY';

/** A social network. */
export type SocialNetwork =
  /** Instagram. */
  | 'INSTAGRAM'
  /** Facebook. */
  | 'FACEBOOK'
  /** X. */
  | 'X'
  /** LinkedIn. */
  | 'LINKEDIN'
  /** TikTok. */
  | 'TIKTOK'
  /** YouTube. */
  | 'YOUTUBE'
  /** Pinterest. */
  | 'PINTEREST';

/** A workspace or an account of social networks. Exactly one of the fields must be given. */
export type SocialOfInput =
  {   /** All accounts of a workspace together. */
  workspaceId: string | number; accountId?: never; }
  |  { workspaceId?: never;   /** An account, such as `instagram:17841400000000000`. */
  accountId: string | number; };

/** How the collection of a social account ended. */
export type SocialOutcome =
  /** All was read. */
  | 'DONE'
  /** Its worker was lost, or the account was disconnected or connected again meanwhile. */
  | 'ABANDONED'
  /** The network no longer accepts the token: connect the account again. */
  | 'AUTH_EXPIRED'
  /** The token does not open this. */
  | 'PERMISSION_MISSING'
  /** Too many calls; the account is collected when the network answers again. */
  | 'THROTTLED'
  /** The calls of a day or a month are used up. */
  | 'QUOTA_EXHAUSTED'
  /** The network wants to be paid first. */
  | 'BILLING_STOP'
  /** The network refused a whole call because of its metrics. */
  | 'METRIC_UNSUPPORTED'
  /** The network answered in a form that this version does not know. */
  | 'CONTRACT_CHANGED'
  /** The network does not have the account. */
  | 'NOT_FOUND'
  /** A fault of the network; the account is collected again within minutes. */
  | 'TRANSIENT';

/** What an account published. */
export type SocialPostKind =
  /** A post that stays. */
  | 'POST'
  /** A story, which ends after a day. */
  | 'STORY'
  /** A short video. */
  | 'REEL';

/** Order of posts: the newest first, or the largest latest number first. Posts without one come last; ties by id. */
export type SocialPostSort =
  /** The latest publication first. */
  | 'RECENT'
  /** Likes, or reactions of any kind. */
  | 'LIKES'
  /** Comments; replies where the network calls them so. */
  | 'COMMENTS'
  /** Shares; reposts and quotes on X. */
  | 'SHARES'
  /** Saves, or bookmarks. */
  | 'SAVES'
  /** How often it was shown. */
  | 'IMPRESSIONS'
  /** Distinct people who saw it, as the network estimates them. Never a sum over posts or days. */
  | 'REACH'
  /** How often it was watched or seen, by the network's own definition of a view. */
  | 'VIEWS'
  /** Seconds watched. */
  | 'WATCH_TIME'
  /** Percent of the views that were watched to the end; or of the whole that was watched on average, where the network tells only that. */
  | 'COMPLETION_RATE'
  /** Percent: likes, comments, shares and saves, as far as the network gives them, per person reached, * 100; per impression where the network gives no reach, and per view where it gives no impressions either. */
  | 'ENGAGEMENT_RATE';

/** What sales are listed by. */
export type SoldBy =
  /** The content that something was bought from. */
  | 'CONTENT'
  /** The owner of the content; without a content, the creator that the event names. */
  | 'CREATOR'
  /** The product. */
  | 'PRODUCT'
  /** The campaign that the buyer came from, `source.campaign`. */
  | 'CAMPAIGN'
  /** The means of payment. */
  | 'PAYMENT_METHOD';

/** The order of the rows, the largest first; ties by value. */
export type SoldOrder =
  /** What was paid. */
  | 'GROSS'
  /** What was paid and not given back. */
  | 'NET'
  /** What was given back. */
  | 'REFUNDS'
  /** What gifts cost. */
  | 'GIFTS'
  /** Orders. */
  | 'ORDERS'
  /** Buyers. */
  | 'BUYERS'
  /** What the campaign cost. */
  | 'SPEND';

/** What contents are ranked by; ties by id. */
export type TopBy =
  /** Quality score. */
  | 'QUALITY'
  /** Engagement score. */
  | 'ENGAGEMENT'
  /** Number of views. */
  | 'VIEWS'
  /** Distinct viewers with a view. */
  | 'UNIQUE_VIEWERS'
  /** Watch time. */
  | 'WATCH_TIME'
  /** Watch time per view. */
  | 'AVERAGE_WATCH_TIME'
  /** Completion rate: full completions per view. */
  | 'COMPLETION'
  /** Likes given and not withdrawn since. */
  | 'LIKES'
  /** Number of comments. */
  | 'COMMENTS'
  /** Number of shares. */
  | 'SHARES'
  /** Saves made and not withdrawn since. */
  | 'SAVES';

/** Additional traffic to count. Bots and self-views are stored, but not counted unless included. */
export type TrafficInput = {
  /** Count viewers that are classified as bots. */
  bots?: boolean;
  /** Count creators' activity on their own contents. */
  selfViews?: boolean;
};

/** Trend of the views in a window compared with the window before. */
export type Trend =
  /** More than 1.2 times as many views. */
  | 'RISING'
  /** Less than 0.8 times as many views. */
  | 'DECLINING'
  /** Anything in between. */
  | 'STABLE';

/** What the id of a viewer identifies. A user and a guest's session may have the same id; they are different viewers. */
export type ViewerKind =
  /** The id of a user. */
  | 'USER'
  /** The session id of a guest. */
  | 'GUEST';

/** How much of a content a viewer must have watched. Without `contentId` and `creatorId`: any. */
export type WatchedInput = {
  /** Percent of the content, above 0 and up to 100. The moment is that of the first event which reports that so much was watched: by its position, its completion or its own sections, or VIEW_COMPLETE. */
  percent: number;
  /** Of this content. */
  contentId?: string | number | null | undefined;
  /** Of any content of this creator. */
  creatorId?: string | number | null | undefined;
};

export type ActivityQueryVariables = Exact<{ [key: string]: never; }>;


export type ActivityQuery = { activity: { id: string, asOf: string | null, revision: number, eventsPerSecond: number | null, sockets: number | null, subscriptions: number | null, minutes: Array<{ start: string, accepted: number | null, rejected: number | null }> } | null };

export type AreaCountsQueryVariables = Exact<{
  resolution?: number | null | undefined;
  box?: BoxInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type AreaCountsQuery = { areaCounts: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, resolution: number, cells: number, events: number, views: number, range: { start: string | null, end: string | null }, areas: Array<{ cell: string, events: number, views: number, centre: { latitude: number, longitude: number }, boundary: Array<{ latitude: number, longitude: number }> }> } | null };

export type BreakdownQueryVariables = Exact<{
  of: OfInput;
  by: Array<Dimension> | Dimension;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  order?: BreakdownOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  minimumViews?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type BreakdownQuery = { breakdown: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Array<Dimension>, timezone: string, uniqueViewersEstimated: boolean, range: { start: string | null, end: string | null }, rows: Array<{ value: string | null, label: string | null, secondValue: string | null, secondLabel: string | null, views: number, percentage: number, uniqueViewers: number, plays: number, watchTime: number, completions: number, completionRate: number, engagementEvents: number, engagementEventRate: number }>, other: { views: number, percentage: number, uniqueViewers: number, plays: number, watchTime: number, completions: number, completionRate: number, engagementEvents: number, engagementEventRate: number }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type CohortsQueryVariables = Exact<{
  start?: EventConditionInput | null | undefined;
  dimension?: Dimension | null | undefined;
  property?: string | null | undefined;
  by?: CohortPeriodLength | null | undefined;
  periods?: number | null | undefined;
  currency?: string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CohortsQuery = { cohorts: { id: string, asOf: string | null, revision: number, currency: string | null, values: number, cohorts: Array<{ label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> }>, rest: { label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> } | null } | null };

export type CohortsLineFragment = { label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> };

export type ConsentHistoryQueryVariables = Exact<{
  subject?: ConsentSubjectInput | null | undefined;
  at?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ConsentHistoryQuery = { consentHistory: { totalCount: number | null, edges: Array<{ cursor: string, node: { id: string, userId: string | null, sessionId: string | null, at: string, purposes: Array<ConsentPurpose>, version: string, source: string | null, role: Role | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ContentQueryVariables = Exact<{
  contentId: string | number;
}>;


export type ContentQuery = { content: { id: string, contentId: string, type: ContentType | null, creatorId: string | null, title: string | null, caption: string | null, thumbnail: string | null, duration: number | null, publishedAt: string | null, updatedAt: string | null } | null };

export type ContentAnalyticsQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentAnalyticsQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contentId: string, timezone: string, plays: number, completions: number, engagementScore: number, engagementRate: number, averagePlaybackRate: number | null, range: { start: string | null, end: string | null }, views: { total: number, unique: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number, median: number | null, medianEstimated: boolean }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, rewatch: { count: number, rate: number, loopPlays: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number }, breakdown: { rows: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type ContentAudienceQueryVariables = Exact<{
  contentId: string | number;
  first?: number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentAudienceQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type ContentAudienceShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type ContentByDefinitionQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentByDefinitionQuery = { start: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null, engaged: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null, peertube: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null, linkedin: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null, peertubeHourly: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null, linkedinVideo: { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } } | null };

export type ContentByDefinitionMeasuresFragment = { id: string, definition: string, engagementRate: number, views: { total: number, unique: number }, watchTime: { average: number }, completion: { rate: number } };

export type ContentComparisonQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  to?: Baseline | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentComparisonQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type ContentComparisonComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type ContentCurvesQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  points?: number | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentCurvesQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, plays: { curve: RetentionCurve, duration: number | null, views: number, playsWithoutPositions: number, viewers: number | null, estimated: boolean, points: Array<{ start: number, end: number, value: number | null, startedWatching: number, stoppedWatching: number }> } | null, coverage: { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> } | null, relative: { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> } | null } | null };

export type ContentCurvesValuesFragment = { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> };

export type ContentEngagementQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentEngagementQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, social: number, discovery: number, listing: number, views: { total: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, interactions: { clicks: number, contacts: number, whatsapp: number, bookViewings: number } } | null };

export type ContentRetentionQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  definition?: string | null | undefined;
  curve?: RetentionCurve | null | undefined;
  points?: number | null | undefined;
  slice?: RetentionSlice | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentRetentionQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, retention: { curve: RetentionCurve, duration: number | null, views: number, playsWithoutPositions: number, viewers: number | null, estimated: boolean, points: Array<{ start: number, end: number, value: number | null, startedWatching: number, stoppedWatching: number }> } | null } | null };

export type ContentScoresQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentScoresQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, engagementScore: number, qualityScore: { score: number, completionPart: number, engagementPart: number, viralityPart: number, watchabilityPart: number } | null, performanceScore: { score: number, viewThroughPart: number, averageWatchPart: number, savePart: number, sharePart: number, skipPart: number, boost: number, weights: { viewThrough: number, averageWatch: number, save: number, share: number, skip: number, fullWatch: number, fullSaveRate: number, fullShareRate: number } } | null, benchmarks: { rank: number | null, contents: number, percentile: number | null, scoredAt: string | null, qualityScore: number | null, versusCreator: { contents: number, average: number | null, difference: number | null }, versusPlatform: { contents: number, average: number | null, difference: number | null } } | null } | null };

export type ContentSocialPostsQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentSocialPostsQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, views: { total: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, socialPosts: Array<{ accountId: string, network: SocialNetwork, handle: string, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null } } } }> | null } | null };

export type ContentSocialPostsNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type ContentVelocityQueryVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentVelocityQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, velocity: { viewsPerHour: number, engagementsPerHour: number, sharesPerHour: number, previousViewsPerHour: number, peakViewsPerHour: number, peakAt: string | null, trend: Trend } | null } | null };

export type ContentWatchingQueryVariables = Exact<{
  contentId: string | number;
  include?: TrafficInput | null | undefined;
}>;


export type ContentWatchingQuery = { contentAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type ContentsQueryVariables = Exact<{
  search?: string | null | undefined;
  types?: Array<ContentType> | ContentType | null | undefined;
  creatorId?: string | number | null | undefined;
  sort?: CatalogueSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ContentsQuery = { contents: { totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { id: string, contentId: string, type: ContentType | null, creatorId: string | null, title: string | null, thumbnail: string | null, duration: number | null, publishedAt: string | null, updatedAt: string | null } }> } | null };

export type ContentsAnalyticsQueryVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ContentsAnalyticsQuery = { contentsAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, range: { start: string | null, end: string | null }, totals: { views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number }, contents: Array<{ contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, publishedAt: string | null, duration: number | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number }> } | null };

export type CreatorQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CreatorQuery = { creator: { id: string, creatorId: string, name: string | null, picture: string | null, analytics: { id: string, asOf: string | null, revision: number, views: { total: number } } | null } | null };

export type CreatorAnalyticsQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
}>;


export type CreatorAnalyticsQuery = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, contents: number, timezone: string, plays: number, averagePlaybackRate: number | null, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, range: { start: string | null, end: string | null }, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number }, topContents: Array<{ contentId: string, title: string | null, thumbnail: string | null, views: number, watchTime: number, completionRate: number, engagementScore: number }> | null } | null };

export type CreatorAudienceQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
}>;


export type CreatorAudienceQuery = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type CreatorAudienceShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type CreatorComparisonQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  to?: Baseline | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CreatorComparisonQuery = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type CreatorComparisonComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type CreatorContentsQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  search?: string | null | undefined;
  types?: Array<ContentType> | ContentType | null | undefined;
  sort?: ContentSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CreatorContentsQuery = { creatorContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, totalCount: number | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, publishedAt: string | null, duration: number | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number } }> } | null };

export type CreatorWatchingQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CreatorWatchingQuery = { creatorAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type CreatorsQueryVariables = Exact<{
  search?: string | null | undefined;
  by?: CreatorsBy | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type CreatorsQuery = { creators: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, by: CreatorsBy, totalCount: number | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { creatorId: string, name: string | null, picture: string | null, views: number, plays: number, watchTime: number, completions: number, likes: number, comments: number, shares: number, saves: number, follows: number } }> } | null };

export type DefinitionsQueryVariables = Exact<{ [key: string]: never; }>;


export type DefinitionsQuery = { definitions: Array<{ name: string, title: string, text: string }> | null };

export type ErasureQueryVariables = Exact<{
  id: string | number;
}>;


export type ErasureQuery = { erasure: { id: string, revision: number, erasureId: string, state: ErasureState, requestedAt: string, deadline: string, finishedAt: string | null, tables: Array<{ table: string, rows: number }> } | null };

export type EventCountsQueryVariables = Exact<{
  by: Interval;
  types?: Array<EventType> | EventType | null | undefined;
  names?: Array<string> | string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type EventCountsQuery = { eventCounts: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Interval, timezone: string, truncated: boolean, range: { start: string | null, end: string | null }, points: Array<{ start: string, date: string, isFinal: boolean, total: number, counts: Array<{ type: EventType, name: string | null, family: string, count: number }> }>, totals: { total: number, counts: Array<{ type: EventType, name: string | null, family: string, count: number }> } } | null };

export type EventDashboardQueryVariables = Exact<{
  timeframe?: string | null | undefined;
  by?: Interval | null | undefined;
  topEvents?: number | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type EventDashboardQuery = { eventDashboard: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timeframe: string, timezone: string, range: { start: string | null, end: string | null }, totals: { events: number, sessions: number, views: number, watchTime: number, viewers: { count: number, estimated: boolean }, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, events: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, viewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, sessions: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null, series: { by: Interval, truncated: boolean, points: Array<{ start: string, date: string, isFinal: boolean, total: number, counts: Array<{ type: EventType, name: string | null, count: number }> }> } | null, topEvents: Array<{ type: EventType, name: string | null, family: string, count: number, percentage: number, previous: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } }> | null, revenue: { orders: number, buyers: number, totals: Array<{ currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null }>, previous: { totals: Array<{ currency: string, net: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } }> } | null } | null, funnels: Array<{ name: string, analytics: { asOf: string | null, revision: number, order: FunnelOrder, window: string, started: number, converted: number, conversionRate: number, dropped: number, incomplete: number, steps: Array<{ number: number, name: string | null, viewers: number, conversionRate: number, stepConversionRate: number, dropped: number, incomplete: number, sincePrevious: { median: number | null } }> } | null }> | null } | null };

export type EventDashboardComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type EventVocabularyQueryVariables = Exact<{ [key: string]: never; }>;


export type EventVocabularyQuery = { eventVocabulary: Array<{ type: EventType, family: string, description: string, requires: Array<string>, forbids: Array<string>, countedAs: EventType }> | null };

export type EventsQueryVariables = Exact<{
  filter?: EventsFilterInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type EventsQuery = { events: { id: string, asOf: string | null, revision: number, isFinal: boolean, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, name: string | null, contentId: string | null, title: string | null, creatorId: string | null, userId: string | null, sessionId: string | null, occurredAt: string, receivedAt: string, watchTime: number | null, position: number | null, properties: Record<string, unknown> | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type EventsInBoxQueryVariables = Exact<{
  box: BoxInput;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type EventsInBoxQuery = { eventsInBox: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, occurredAt: string, latitude: number, longitude: number, precise: boolean, distance: number | null } }> } | null };

export type EventsNearQueryVariables = Exact<{
  point: PointInput;
  radius: number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type EventsNearQuery = { eventsNear: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, occurredAt: string, latitude: number, longitude: number, precise: boolean, distance: number | null } }> } | null };

export type FunnelQueryVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  exclusions?: Array<FunnelExclusionInput> | FunnelExclusionInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type FunnelQuery = { funnel: { id: string, asOf: string | null, revision: number, isFinal: boolean, order: FunnelOrder, window: string, timezone: string, started: number, converted: number, conversionRate: number, dropped: number, incomplete: number, range: { start: string | null, end: string | null }, steps: Array<{ number: number, name: string | null, optional: boolean, viewers: number, conversionRate: number, stepConversionRate: number, dropped: number, dropOffRate: number, incomplete: number, sincePrevious: { median: number | null, medianEstimated: boolean, histogram: Array<{ from: number, to: number | null, viewers: number }> }, sinceFirst: { median: number | null } }> } | null };

export type FunnelBreakdownQueryVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  by: Dimension;
  of?: FunnelValueOf | null | undefined;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type FunnelBreakdownQuery = { funnel: { id: string, revision: number, started: number, converted: number, conversionRate: number, breakdown: { by: Dimension, values: number, rows: Array<{ value: string | null, label: string | null, started: number, converted: number, conversionRate: number, steps: Array<{ number: number, viewers: number, conversionRate: number }> }>, rest: { started: number, converted: number, conversionRate: number } } | null, previous: { started: number, converted: number, conversionRate: number, range: { start: string | null, end: string | null } } | null } | null };

export type FunnelViewersQueryVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  step: number;
  kind?: FunnelViewersOf | null | undefined;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  exclusions?: Array<FunnelExclusionInput> | FunnelExclusionInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type FunnelViewersQuery = { funnel: { id: string, revision: number, viewers: { totalCount: number, edges: Array<{ cursor: string, node: { kind: ViewerKind, id: string, isSuspect: boolean } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { userId: string, role: Role, expiresAt: string | null, creator: { id: string, creatorId: string, name: string | null, picture: string | null } | null } | null };

export type MyDashboardQueryVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  creatorId?: string | number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
}>;


export type MyDashboardQuery = { myDashboard: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, timezone: string, range: { start: string | null, end: string | null }, overview: { contents: number, plays: number, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, watchTime: { total: number, average: number }, completion: { rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, series: { truncated: boolean, points: Array<{ date: string, start: string, views: number, uniqueViewers: number, plays: number, watchTime: number, completionRate: number, engagementRate: number, likes: number, comments: number, shares: number, saves: number, clicks: number, sessions: number | null }> } | null } | null, topContents: Array<{ contentId: string, title: string | null, thumbnail: string | null, views: number, watchTime: number, completionRate: number, engagementScore: number }> | null, reactions: Array<{ reaction: Reaction, count: number, percentage: number }>, comparison: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type MyDashboardComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type NewestEventsQueryVariables = Exact<{
  range?: RangeInput | null | undefined;
  first?: number | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type NewestEventsQuery = { events: { id: string, asOf: string | null, revision: number, edges: Array<{ node: { eventId: string, type: EventType, name: string | null, contentId: string | null, title: string | null, country: string | null, device: DeviceType | null, occurredAt: string } }> } | null };

export type NodeQueryVariables = Exact<{
  id: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
}>;


export type NodeQuery = { node:
    | { contentId: string, title: string | null, id: string, analytics: { id: string, asOf: string | null, revision: number, views: { total: number, unique: number } } | null }
    | { creatorId: string, name: string | null, picture: string | null, id: string, analytics: { id: string, asOf: string | null, revision: number, views: { total: number } } | null }
    | { sessionId: string, id: string, analytics: { id: string, asOf: string | null, revision: number, sessionViews: number } | null }
    | { id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type NodesQuery = { nodes: Array<
    | { contentId: string, type: ContentType | null, title: string | null, thumbnail: string | null, id: string }
    | { creatorId: string, name: string | null, picture: string | null, id: string }
    | { sessionId: string, id: string }
    | { id: string }
   | null> | null };

export type OwnProjectQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnProjectQuery = { me: { userId: string, role: Role, expiresAt: string | null, project: { projectId: number, name: string, createdAt: string, archivedAt: string | null, consent: ConsentPolicy, quotas: { eventsPerDay: number | null, sessionsPerDay: number | null, contents: number | null, customTypes: number | null } } | null } | null };

export type PlatformAnalyticsQueryVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  creatorId?: string | number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
}>;


export type PlatformAnalyticsQuery = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string | null, timezone: string, plays: number, averagePlaybackRate: number | null, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, range: { start: string | null, end: string | null }, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number } } | null };

export type PlatformAudienceQueryVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
}>;


export type PlatformAudienceQuery = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type PlatformAudienceShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type PlatformComparisonQueryVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type PlatformComparisonQuery = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type PlatformComparisonComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type PlatformStatsQueryVariables = Exact<{
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type PlatformStatsQuery = { platformStats: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contents: number, cataloguedContents: number, creators: number, views: number, plays: number, watchTime: number, sessions: number, openSessions: number, staleScores: number, pendingBatches: number, pendingEvents: number, lag: number, uniqueViewers: { count: number, estimated: boolean } } | null };

export type PlatformWatchingQueryVariables = Exact<{
  include?: TrafficInput | null | undefined;
}>;


export type PlatformWatchingQuery = { platformAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type ProjectQueryVariables = Exact<{
  projectId: number;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ProjectQuery = { project: { projectId: number, name: string, createdAt: string, archivedAt: string | null, deletedAt: string | null, cell: string, quotas: { eventsPerDay: number | null, sessionsPerDay: number | null, contents: number | null, customTypes: number | null }, stats: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contents: number, cataloguedContents: number, creators: number, views: number, plays: number, watchTime: number, sessions: number, openSessions: number, staleScores: number, pendingBatches: number, pendingEvents: number, lag: number, uniqueViewers: { count: number, estimated: boolean } } | null } | null };

export type ProjectsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type ProjectsQuery = { projects: { totalCount: number | null, edges: Array<{ cursor: string, node: { projectId: number, name: string, createdAt: string, archivedAt: string | null, deletedAt: string | null, cell: string, stats: { id: string, asOf: string | null, revision: number, contents: number, creators: number, views: number, plays: number, watchTime: number, sessions: number, pendingEvents: number, lag: number } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type RealtimeQueryVariables = Exact<{
  of: OfInput;
  minutes?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type RealtimeQuery = { realtime: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, concurrentViewers: number | null, range: { start: string | null, end: string | null }, points: Array<{ start: string, isFinal: boolean, views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number }>, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number }, top: Array<{ contentId: string, title: string | null, thumbnail: string | null, creatorId: string | null, views: number, concurrentViewers: number }> | null } | null };

export type RealtimeFiguresFragment = { views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number };

export type RejectedEventsQueryVariables = Exact<{
  code?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type RejectedEventsQuery = { rejectedCounts: Array<{ code: string, rejected: number }> | null, rejectedEvents: { totalCount: number | null, edges: Array<{ cursor: string, node: { receivedAt: string, code: string, message: string, path: Array<string>, eventId: string | null, payload: unknown } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type RetentionQueryVariables = Exact<{
  start: EventConditionInput;
  returns?: EventConditionInput | null | undefined;
  by?: CohortPeriodLength | null | undefined;
  periods?: number | null | undefined;
  rolling?: boolean | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type RetentionQuery = { retention: { id: string, asOf: string | null, revision: number, range: { start: string | null, end: string | null }, cohorts: Array<{ start: string, size: number, periods: Array<{ number: number, isOpen: boolean, retained: number | null, rate: number | null }> }>, means: Array<{ number: number, rate: number | null }> } | null };

export type RevenueQueryVariables = Exact<{
  of: SalesOfInput;
  currency?: string | null | undefined;
  by: Interval;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type RevenueQuery = { revenue: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, currency: string | null, orders: number, buyers: number, views: number | null, conversion: number | null, range: { start: string | null, end: string | null }, totals: Array<{ currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null }>, series: { by: Interval, truncated: boolean, points: Array<{ start: string, date: string, isFinal: boolean, totals: Array<{ currency: string, gross: number, net: number, orders: number, spend: number | null }> }> } | null, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, orders: { value: number | null, baseline: number | null, changePercent: number | null }, totals: Array<{ currency: string, decimals: number, gross: { value: number | null, baseline: number | null, changePercent: number | null }, net: { value: number | null, baseline: number | null, changePercent: number | null } }> } | null } | null };

export type RevenueMoneyFragment = { currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null };

export type RevenueBreakdownQueryVariables = Exact<{
  of: SalesOfInput;
  currency: string;
  by: SoldBy;
  order?: SoldOrder | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type RevenueBreakdownQuery = { revenue: { id: string, asOf: string | null, revision: number, isFinal: boolean, range: { start: string | null, end: string | null }, breakdown: { by: SoldBy, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { value: string | null, label: string | null, money: { currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null } } }> } | null } | null };

export type SchemaUsageQueryVariables = Exact<{
  types?: Array<EventType> | EventType | null | undefined;
  names?: Array<string> | string | null | undefined;
  days?: number | null | undefined;
  onlyDeprecated?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SchemaUsageQuery = { schemaUsage: { id: string, asOf: string | null, revision: number, edges: Array<{ cursor: string, node: { type: EventType, name: string | null, version: string, state: SchemaState, retiresOn: string | null, sdk: string | null, appVersion: string | null, events: number, lastDay: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SchemaVersionsQueryVariables = Exact<{
  type?: EventType | null | undefined;
  name?: string | null | undefined;
}>;


export type SchemaVersionsQuery = { schemaVersions: Array<{ type: EventType, name: string | null, version: string, schema: Record<string, unknown> | null, registeredAt: string | null, state: SchemaState, retiresOn: string | null }> | null };

export type SeriesQueryVariables = Exact<{
  of: OfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  compare?: boolean | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type SeriesQuery = { series: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Interval, timezone: string, truncated: boolean, uniqueViewersEstimated: boolean, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }>, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }, previous: { basis: ComparisonBasis, truncated: boolean, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }> | null, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }, valueTotals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null } } | null } | null };

export type SeriesFiguresFragment = { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null };

export type SessionQueryVariables = Exact<{
  sessionId: string | number;
}>;


export type SessionQuery = { session: { id: string, sessionId: string, analytics: { id: string, asOf: string | null, revision: number, duration: number, views: number } | null } | null };

export type SessionAnalyticsQueryVariables = Exact<{
  sessionId: string | number;
  number?: number | null | undefined;
  definition?: string | null | undefined;
}>;


export type SessionAnalyticsQuery = { sessionAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, sessionId: string, number: number, sessions: number, userId: string | null, startedAt: string, lastEventAt: string, closedAt: string | null, duration: number, events: number, contentsViewed: number, views: number, plays: number, completions: number, impressions: number, likes: number, saves: number, comments: number, shares: number, clicks: number, skips: number, engagementRate: number, watchTime: { total: number, average: number } } | null };

export type ShareLinksQueryVariables = Exact<{
  of?: OfInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ShareLinksQuery = { shareLinks: { totalCount: number | null, nodes: Array<{ linkId: string, contentId: string | null, creatorId: string | null, hasRange: boolean, origins: Array<string>, createdAt: string, expiresAt: string, revokedAt: string | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SocialAccountQueryVariables = Exact<{
  accountId: string | number;
}>;


export type SocialAccountQuery = { socialAccount: { id: string, asOf: string | null, revision: number, workspaceId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, stateSince: string, collectedAt: string | null, metrics: { followers: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, following: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, profileViews: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, websiteClicks: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, emailClicks: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } } | null };

export type SocialAccountNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null };

export type SocialAccountsQueryVariables = Exact<{
  workspaceId: string | number;
  sort?: SocialAccountSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SocialAccountsQuery = { socialAccounts: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, collectedAt: string | null, metrics: { followers: { value: number | null, provenance: Provenance, reason: string | null }, profileViews: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null } } }> } | null };

export type SocialAccountsNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialAggregatesQueryVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
}>;


export type SocialAggregatesQuery = { socialAggregates: { id: string, asOf: string | null, revision: number, isFinal: boolean, workspaceId: string, accountId: string | null, timezone: string, collectedAt: string | null, by: Interval, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, custom: Array<{ name: string, value: number | null }>, published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } }>, totals: { custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }>, published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } } } | null };

export type SocialAggregatesFiguresFragment = { published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } };

export type SocialAggregatesGrowthFragment = { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialAggregatesTotalFragment = { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialCollectionsQueryVariables = Exact<{
  workspaceId: string | number;
}>;


export type SocialCollectionsQuery = { socialCollections: { id: string, asOf: string | null, revision: number, accounts: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, collectedAt: string | null, dueAt: string | null, collections: Array<{ startedAt: string, endedAt: string | null, duration: number | null, outcome: SocialOutcome | null, detail: string | null, calls: number, posts: number, postsDue: number | null }> }> } | null };

export type SocialComparisonQueryVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
}>;


export type SocialComparisonQuery = { socialAggregates: { id: string, asOf: string | null, revision: number, isFinal: boolean, timezone: string, points: Array<{ start: string, published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }>, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }>, totals: { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }, valueTotals: { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } } } | null } | null };

export type SocialComparisonFiguresFragment = { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } };

export type SocialComparisonTotalFragment = { total: number | null, provenance: Provenance, reason: string | null };

export type SocialConnectionQueryVariables = Exact<{
  id: string | number;
}>;


export type SocialConnectionQuery = { socialConnection: { id: string, workspaceId: string, network: SocialNetwork, state: SocialConnectionState, failure: SocialConnectionFailure | null, reason: string | null, expiresAt: string, truncated: boolean, choices: Array<{ accountId: string, externalId: string, handle: string, name: string | null, workspaceId: string | null }> } | null };

export type SocialCustomMetricsQueryVariables = Exact<{ [key: string]: never; }>;


export type SocialCustomMetricsQuery = { socialCustomMetrics: { id: string, asOf: string | null, revision: number, metrics: Array<{ name: string, title: string, kind: SocialFormulaKind, formula: string, createdAt: string }> } | null };

export type SocialPostQueryVariables = Exact<{
  accountId: string | number;
  postId: string | number;
  by: Interval;
  range?: RangeInput | null | undefined;
}>;


export type SocialPostQuery = { socialPost: { id: string, asOf: string | null, revision: number, accountId: string, network: SocialNetwork, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } }, series: { by: Interval, timezone: string, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, totals: { start: string, end: string, date: string, isFinal: boolean, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }>, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } } } | null } | null };

export type SocialPostLatestFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type SocialPostPointFragment = { start: string, end: string, date: string, isFinal: boolean, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } };

export type SocialPostNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialPostComparisonQueryVariables = Exact<{
  accountId: string | number;
  postId: string | number;
  by: Interval;
  range: RangeInput;
}>;


export type SocialPostComparisonQuery = { socialPost: { id: string, asOf: string | null, revision: number, series: { by: Interval, timezone: string, points: Array<{ start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, totals: { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }, valueTotals: { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } } } | null } | null } | null };

export type SocialPostComparisonPointFragment = { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } };

export type SocialPostComparisonNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialPostsQueryVariables = Exact<{
  accountId: string | number;
  sort?: SocialPostSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SocialPostsQuery = { socialPosts: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } }> } | null };

export type SocialPostsNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type SocialPublishedPostsQueryVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  topBy?: SocialPostSort | null | undefined;
  first?: number | null | undefined;
}>;


export type SocialPublishedPostsQuery = { socialAggregates: { id: string, asOf: string | null, revision: number, range: { start: string | null, end: string | null }, totals: { published: { total: number } }, perPost: { likes: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, completionRate: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, engagementRate: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } | null, topPosts: Array<{ accountId: string, network: SocialNetwork, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, metrics: { likes: { value: number | null }, reach: { value: number | null }, views: { value: number | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } } } }> | null } | null };

export type SocialPublishedPostsFiguresFragment = { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialWorkspaceQueryVariables = Exact<{
  workspaceId: string | number;
}>;


export type SocialWorkspaceQuery = { socialWorkspace: { id: string, asOf: string | null, revision: number, workspaceId: string, name: string, timezone: string, createdAt: string, seriesDays: number | null, aggregatesDays: number | null, aggregatedAt: string | null, members: Array<string>, accounts: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, stateSince: string, collectedAt: string | null }> } | null };

export type SocialWorkspacesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SocialWorkspacesQuery = { socialWorkspaces: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ workspaceId: string, name: string, timezone: string, createdAt: string }> } | null };

export type StreamAnalyticsQueryVariables = Exact<{
  contentId: string | number;
  minutes?: number | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type StreamAnalyticsQuery = { streamAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contentId: string, isLive: boolean, startedAt: string | null, endedAt: string | null, duration: number, concurrentViewers: number, peakConcurrentViewers: number, peakAt: string | null, averageConcurrentViewers: number, uniqueViewers: number, joins: number, watchTime: number, averageWatchTime: number, chatMessages: number, gifts: number, truncated: boolean, points: Array<{ start: string, peakConcurrentViewers: number, averageConcurrentViewers: number, joins: number, newViewers: number, chatMessages: number, gifts: number }> } | null };

export type WeekHoursQueryVariables = Exact<{
  of: OfInput;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type WeekHoursQuery = { breakdown: { id: string, asOf: string | null, revision: number, rows: Array<{ value: string | null, secondValue: string | null, views: number }> } | null };

export type WriteKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type WriteKeysQuery = { writeKeys: { id: string, asOf: string | null, revision: number, keys: Array<{ fingerprint: string, label: string, createdAt: string, expiresAt: string | null, revokedAt: string | null }> } | null };

export type ActivityLiveSubscriptionVariables = Exact<{
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ActivityLiveSubscription = { activity: { id: string, asOf: string | null, revision: number, eventsPerSecond: number | null, sockets: number | null, subscriptions: number | null, minutes: Array<{ start: string, accepted: number | null, rejected: number | null }> } | null };

export type AreaCountsLiveSubscriptionVariables = Exact<{
  resolution?: number | null | undefined;
  box?: BoxInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type AreaCountsLiveSubscription = { areaCounts: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, resolution: number, cells: number, events: number, views: number, range: { start: string | null, end: string | null }, areas: Array<{ cell: string, events: number, views: number, centre: { latitude: number, longitude: number }, boundary: Array<{ latitude: number, longitude: number }> }> } | null };

export type BreakdownLiveSubscriptionVariables = Exact<{
  of: OfInput;
  by: Array<Dimension> | Dimension;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  order?: BreakdownOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  minimumViews?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type BreakdownLiveSubscription = { breakdown: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Array<Dimension>, timezone: string, uniqueViewersEstimated: boolean, range: { start: string | null, end: string | null }, rows: Array<{ value: string | null, label: string | null, secondValue: string | null, secondLabel: string | null, views: number, percentage: number, uniqueViewers: number, plays: number, watchTime: number, completions: number, completionRate: number, engagementEvents: number, engagementEventRate: number }>, other: { views: number, percentage: number, uniqueViewers: number, plays: number, watchTime: number, completions: number, completionRate: number, engagementEvents: number, engagementEventRate: number }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type CohortsLiveSubscriptionVariables = Exact<{
  start?: EventConditionInput | null | undefined;
  dimension?: Dimension | null | undefined;
  property?: string | null | undefined;
  by?: CohortPeriodLength | null | undefined;
  periods?: number | null | undefined;
  currency?: string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CohortsLiveSubscription = { cohorts: { id: string, asOf: string | null, revision: number, currency: string | null, values: number, cohorts: Array<{ label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> }>, rest: { label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> } | null } | null };

export type CohortsLiveLineFragment = { label: string | null, start: string, size: number, periods: Array<{ number: number, isOpen: boolean, rate: number | null, watchTime: number | null, revenue: number | null, lifetimeValue: number | null }> };

export type ContentAnalyticsLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentAnalyticsLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contentId: string, timezone: string, plays: number, completions: number, engagementScore: number, engagementRate: number, averagePlaybackRate: number | null, range: { start: string | null, end: string | null }, views: { total: number, unique: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number, median: number | null, medianEstimated: boolean }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, rewatch: { count: number, rate: number, loopPlays: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number }, breakdown: { rows: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type ContentAudienceLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  first?: number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentAudienceLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type ContentAudienceLiveShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type ContentComparisonLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  to?: Baseline | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentComparisonLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type ContentComparisonLiveComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type ContentCurvesLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  points?: number | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentCurvesLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, plays: { curve: RetentionCurve, duration: number | null, views: number, playsWithoutPositions: number, viewers: number | null, estimated: boolean, points: Array<{ start: number, end: number, value: number | null, startedWatching: number, stoppedWatching: number }> } | null, coverage: { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> } | null, relative: { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> } | null } | null };

export type ContentCurvesLiveValuesFragment = { curve: RetentionCurve, viewers: number | null, estimated: boolean, points: Array<{ value: number | null }> };

export type ContentEngagementLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentEngagementLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, social: number, discovery: number, listing: number, views: { total: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, interactions: { clicks: number, contacts: number, whatsapp: number, bookViewings: number } } | null };

export type ContentRetentionLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  definition?: string | null | undefined;
  curve?: RetentionCurve | null | undefined;
  points?: number | null | undefined;
  slice?: RetentionSlice | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentRetentionLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, retention: { curve: RetentionCurve, duration: number | null, views: number, playsWithoutPositions: number, viewers: number | null, estimated: boolean, points: Array<{ start: number, end: number, value: number | null, startedWatching: number, stoppedWatching: number }> } | null } | null };

export type ContentScoresLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentScoresLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, engagementScore: number, qualityScore: { score: number, completionPart: number, engagementPart: number, viralityPart: number, watchabilityPart: number } | null, performanceScore: { score: number, viewThroughPart: number, averageWatchPart: number, savePart: number, sharePart: number, skipPart: number, boost: number, weights: { viewThrough: number, averageWatch: number, save: number, share: number, skip: number, fullWatch: number, fullSaveRate: number, fullShareRate: number } } | null, benchmarks: { rank: number | null, contents: number, percentile: number | null, scoredAt: string | null, qualityScore: number | null, versusCreator: { contents: number, average: number | null, difference: number | null }, versusPlatform: { contents: number, average: number | null, difference: number | null } } | null } | null };

export type ContentSocialPostsLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentSocialPostsLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, views: { total: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, socialPosts: Array<{ accountId: string, network: SocialNetwork, handle: string, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null } } } }> | null } | null };

export type ContentSocialPostsLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type ContentVelocityLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentVelocityLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, velocity: { viewsPerHour: number, engagementsPerHour: number, sharesPerHour: number, previousViewsPerHour: number, peakViewsPerHour: number, peakAt: string | null, trend: Trend } | null } | null };

export type ContentWatchingLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentWatchingLiveSubscription = { contentAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type ContentsAnalyticsLiveSubscriptionVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ContentsAnalyticsLiveSubscription = { contentsAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, range: { start: string | null, end: string | null }, totals: { views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number }, contents: Array<{ contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, publishedAt: string | null, duration: number | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number }> } | null };

export type CreatorAnalyticsLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorAnalyticsLiveSubscription = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, contents: number, timezone: string, plays: number, averagePlaybackRate: number | null, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, range: { start: string | null, end: string | null }, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number }, topContents: Array<{ contentId: string, title: string | null, thumbnail: string | null, views: number, watchTime: number, completionRate: number, engagementScore: number }> | null } | null };

export type CreatorAudienceLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorAudienceLiveSubscription = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type CreatorAudienceLiveShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type CreatorComparisonLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  to?: Baseline | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorComparisonLiveSubscription = { creatorAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type CreatorComparisonLiveComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type CreatorContentsLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  search?: string | null | undefined;
  types?: Array<ContentType> | ContentType | null | undefined;
  sort?: ContentSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorContentsLiveSubscription = { creatorContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, totalCount: number | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, publishedAt: string | null, duration: number | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number } }> } | null };

export type CreatorWatchingLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorWatchingLiveSubscription = { creatorAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type CreatorsLiveSubscriptionVariables = Exact<{
  search?: string | null | undefined;
  by?: CreatorsBy | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type CreatorsLiveSubscription = { creators: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, by: CreatorsBy, totalCount: number | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { creatorId: string, name: string | null, picture: string | null, views: number, plays: number, watchTime: number, completions: number, likes: number, comments: number, shares: number, saves: number, follows: number } }> } | null };

export type DefinitionsLiveSubscriptionVariables = Exact<{
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type DefinitionsLiveSubscription = { definitions: Array<{ name: string, title: string, text: string }> | null };

export type ErasureLiveSubscriptionVariables = Exact<{
  id: string | number;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type ErasureLiveSubscription = { erasure: { id: string, revision: number, erasureId: string, state: ErasureState, requestedAt: string, deadline: string, finishedAt: string | null, tables: Array<{ table: string, rows: number }> } | null };

export type EventCountsLiveSubscriptionVariables = Exact<{
  by: Interval;
  types?: Array<EventType> | EventType | null | undefined;
  names?: Array<string> | string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type EventCountsLiveSubscription = { eventCounts: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Interval, timezone: string, truncated: boolean, range: { start: string | null, end: string | null }, points: Array<{ start: string, date: string, isFinal: boolean, total: number, counts: Array<{ type: EventType, name: string | null, family: string, count: number }> }>, totals: { total: number, counts: Array<{ type: EventType, name: string | null, family: string, count: number }> } } | null };

export type EventDashboardLiveSubscriptionVariables = Exact<{
  timeframe?: string | null | undefined;
  by?: Interval | null | undefined;
  topEvents?: number | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type EventDashboardLiveSubscription = { eventDashboard: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timeframe: string, timezone: string, range: { start: string | null, end: string | null }, totals: { events: number, sessions: number, views: number, watchTime: number, viewers: { count: number, estimated: boolean }, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, events: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, viewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, sessions: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null, series: { by: Interval, truncated: boolean, points: Array<{ start: string, date: string, isFinal: boolean, total: number, counts: Array<{ type: EventType, name: string | null, count: number }> }> } | null, topEvents: Array<{ type: EventType, name: string | null, family: string, count: number, percentage: number, previous: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } }> | null, revenue: { orders: number, buyers: number, totals: Array<{ currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null }>, previous: { totals: Array<{ currency: string, net: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } }> } | null } | null, funnels: Array<{ name: string, analytics: { asOf: string | null, revision: number, order: FunnelOrder, window: string, started: number, converted: number, conversionRate: number, dropped: number, incomplete: number, steps: Array<{ number: number, name: string | null, viewers: number, conversionRate: number, stepConversionRate: number, dropped: number, incomplete: number, sincePrevious: { median: number | null } }> } | null }> | null } | null };

export type EventDashboardLiveComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type EventsInBoxLiveSubscriptionVariables = Exact<{
  box: BoxInput;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type EventsInBoxLiveSubscription = { eventsInBox: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, occurredAt: string, latitude: number, longitude: number, precise: boolean, distance: number | null } }> } | null };

export type EventsLiveSubscriptionVariables = Exact<{
  filter?: EventsFilterInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type EventsLiveSubscription = { events: { id: string, asOf: string | null, revision: number, isFinal: boolean, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, name: string | null, contentId: string | null, title: string | null, creatorId: string | null, userId: string | null, sessionId: string | null, occurredAt: string, receivedAt: string, watchTime: number | null, position: number | null, properties: Record<string, unknown> | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type EventsNearLiveSubscriptionVariables = Exact<{
  point: PointInput;
  radius: number;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type EventsNearLiveSubscription = { eventsNear: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, rawEventsSince: string | null, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, occurredAt: string, latitude: number, longitude: number, precise: boolean, distance: number | null } }> } | null };

export type FunnelBreakdownLiveSubscriptionVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  by: Dimension;
  of?: FunnelValueOf | null | undefined;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type FunnelBreakdownLiveSubscription = { funnel: { id: string, revision: number, started: number, converted: number, conversionRate: number, breakdown: { by: Dimension, values: number, rows: Array<{ value: string | null, label: string | null, started: number, converted: number, conversionRate: number, steps: Array<{ number: number, viewers: number, conversionRate: number }> }>, rest: { started: number, converted: number, conversionRate: number } } | null, previous: { started: number, converted: number, conversionRate: number, range: { start: string | null, end: string | null } } | null } | null };

export type FunnelLiveSubscriptionVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  exclusions?: Array<FunnelExclusionInput> | FunnelExclusionInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type FunnelLiveSubscription = { funnel: { id: string, asOf: string | null, revision: number, isFinal: boolean, order: FunnelOrder, window: string, timezone: string, started: number, converted: number, conversionRate: number, dropped: number, incomplete: number, range: { start: string | null, end: string | null }, steps: Array<{ number: number, name: string | null, optional: boolean, viewers: number, conversionRate: number, stepConversionRate: number, dropped: number, dropOffRate: number, incomplete: number, sincePrevious: { median: number | null, medianEstimated: boolean, histogram: Array<{ from: number, to: number | null, viewers: number }> }, sinceFirst: { median: number | null } }> } | null };

export type FunnelViewersLiveSubscriptionVariables = Exact<{
  steps: Array<FunnelStepInput> | FunnelStepInput;
  step: number;
  kind?: FunnelViewersOf | null | undefined;
  order?: FunnelOrder | null | undefined;
  window?: string | null | undefined;
  exclusions?: Array<FunnelExclusionInput> | FunnelExclusionInput | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type FunnelViewersLiveSubscription = { funnel: { id: string, revision: number, viewers: { totalCount: number, edges: Array<{ cursor: string, node: { kind: ViewerKind, id: string, isSuspect: boolean } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type InteractionHistoryLiveSubscriptionVariables = Exact<{
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type InteractionHistoryLiveSubscription = { interactionHistory: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, rawEventsSince: string | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, title: string | null, creatorId: string | null, userId: string | null, sessionId: string | null, occurredAt: string, receivedAt: string, watchTime: number | null, position: number | null, properties: Record<string, unknown> | null } }> } | null };

export type LikeStateLiveSubscriptionVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type LikeStateLiveSubscription = { likeState: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, states: Array<{ contentId: string, liked: boolean | null, since: string | null }> } | null };

export type MyDashboardLiveSubscriptionVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  creatorId?: string | number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type MyDashboardLiveSubscription = { myDashboard: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string, timezone: string, range: { start: string | null, end: string | null }, overview: { contents: number, plays: number, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, watchTime: { total: number, average: number }, completion: { rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number }, series: { truncated: boolean, points: Array<{ date: string, start: string, views: number, uniqueViewers: number, plays: number, watchTime: number, completionRate: number, engagementRate: number, likes: number, comments: number, shares: number, saves: number, clicks: number, sessions: number | null }> } | null } | null, topContents: Array<{ contentId: string, title: string | null, thumbnail: string | null, views: number, watchTime: number, completionRate: number, engagementScore: number }> | null, reactions: Array<{ reaction: Reaction, count: number, percentage: number }>, comparison: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, qualityScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type MyDashboardLiveComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type NewestEventsLiveSubscriptionVariables = Exact<{
  range?: RangeInput | null | undefined;
  first?: number | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type NewestEventsLiveSubscription = { events: { id: string, asOf: string | null, revision: number, edges: Array<{ node: { eventId: string, type: EventType, name: string | null, contentId: string | null, title: string | null, country: string | null, device: DeviceType | null, occurredAt: string } }> } | null };

export type PlatformAnalyticsLiveSubscriptionVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  creatorId?: string | number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  profile?: EngagementProfile | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type PlatformAnalyticsLiveSubscription = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, creatorId: string | null, timezone: string, plays: number, averagePlaybackRate: number | null, engagements: number, engagementRate: number, sessions: number, averageSessionDuration: number, range: { start: string | null, end: string | null }, views: { total: number, organic: number, following: number, profile: number, hashtag: number, search: number, direct: number, other: number }, uniqueViewers: { count: number, estimated: boolean }, impressions: { total: number, feedViews: number, swipedAway: number }, watchTime: { total: number, average: number }, completion: { full: number, over75: number, over50: number, over25: number, under25: number, weightedRate: number, rate: number }, engagement: { likes: number, comments: number, shares: number, saves: number, duets: number, stitches: number, soundUses: number, follows: number, likeEvents: number, unlikeEvents: number, saveEvents: number, unsaveEvents: number }, negative: { notInterested: number, reports: number, hides: number, unfollows: number }, interactions: { clicks: number, skips: number, contacts: number, whatsapp: number, bookViewings: number }, devices: { mobile: number, tablet: number, desktop: number, tv: number }, platforms: { ios: number, android: number, web: number } } | null };

export type PlatformAudienceLiveSubscriptionVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type PlatformAudienceLiveSubscription = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, audience: { ageGroups: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, genders: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, countries: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, cities: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, devices: Array<{ value: string | null, label: string | null, views: number, percentage: number }>, platforms: Array<{ value: string | null, label: string | null, views: number, percentage: number }> } | null } | null };

export type PlatformAudienceLiveShareFragment = { value: string | null, label: string | null, views: number, percentage: number };

export type PlatformComparisonLiveSubscriptionVariables = Exact<{
  creatorId?: string | number | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  profile?: EngagementProfile | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type PlatformComparisonLiveSubscription = { platformAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, compare: { to: Baseline, basis: ComparisonBasis | null, range: { start: string | null, end: string | null } | null, valueRange: { start: string | null, end: string | null }, views: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, uniqueViewers: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, watchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, averageWatchTime: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, completionRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementRate: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null }, engagementScore: { value: number | null, baseline: number | null, change: number | null, changePercent: number | null } } | null } | null };

export type PlatformComparisonLiveComparedFragment = { value: number | null, baseline: number | null, change: number | null, changePercent: number | null };

export type PlatformStatsLiveSubscriptionVariables = Exact<{
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type PlatformStatsLiveSubscription = { platformStats: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contents: number, cataloguedContents: number, creators: number, views: number, plays: number, watchTime: number, sessions: number, openSessions: number, staleScores: number, pendingBatches: number, pendingEvents: number, lag: number, uniqueViewers: { count: number, estimated: boolean } } | null };

export type PlatformWatchingLiveSubscriptionVariables = Exact<{
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type PlatformWatchingLiveSubscription = { platformAnalytics: { id: string, asOf: string | null, revision: number, concurrentViewers: number | null } | null };

export type RealtimeLiveSubscriptionVariables = Exact<{
  of: OfInput;
  minutes?: number | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type RealtimeLiveSubscription = { realtime: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, concurrentViewers: number | null, range: { start: string | null, end: string | null }, points: Array<{ start: string, isFinal: boolean, views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number }>, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number }, top: Array<{ contentId: string, title: string | null, thumbnail: string | null, creatorId: string | null, views: number, concurrentViewers: number }> | null } | null };

export type RealtimeLiveFiguresFragment = { views: number, uniqueViewers: number, plays: number, watchTime: number, likes: number, comments: number, shares: number };

export type RetentionLiveSubscriptionVariables = Exact<{
  start: EventConditionInput;
  returns?: EventConditionInput | null | undefined;
  by?: CohortPeriodLength | null | undefined;
  periods?: number | null | undefined;
  rolling?: boolean | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type RetentionLiveSubscription = { retention: { id: string, asOf: string | null, revision: number, range: { start: string | null, end: string | null }, cohorts: Array<{ start: string, size: number, periods: Array<{ number: number, isOpen: boolean, retained: number | null, rate: number | null }> }>, means: Array<{ number: number, rate: number | null }> } | null };

export type RevenueBreakdownLiveSubscriptionVariables = Exact<{
  of: SalesOfInput;
  currency: string;
  by: SoldBy;
  order?: SoldOrder | null | undefined;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type RevenueBreakdownLiveSubscription = { revenue: { id: string, asOf: string | null, revision: number, isFinal: boolean, range: { start: string | null, end: string | null }, breakdown: { by: SoldBy, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { value: string | null, label: string | null, money: { currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null } } }> } | null } | null };

export type RevenueLiveSubscriptionVariables = Exact<{
  of: SalesOfInput;
  currency?: string | null | undefined;
  by: Interval;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type RevenueLiveSubscription = { revenue: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, currency: string | null, orders: number, buyers: number, views: number | null, conversion: number | null, range: { start: string | null, end: string | null }, totals: Array<{ currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null }>, series: { by: Interval, truncated: boolean, points: Array<{ start: string, date: string, isFinal: boolean, totals: Array<{ currency: string, gross: number, net: number, orders: number, spend: number | null }> }> } | null, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, orders: { value: number | null, baseline: number | null, changePercent: number | null }, totals: Array<{ currency: string, decimals: number, gross: { value: number | null, baseline: number | null, changePercent: number | null }, net: { value: number | null, baseline: number | null, changePercent: number | null } }> } | null } | null };

export type RevenueLiveMoneyFragment = { currency: string, decimals: number, gross: number, refunds: number, net: number, gifts: number, orders: number, averageOrder: number | null, buyers: number, spend: number | null, returnOnSpend: number | null };

export type SaveStateLiveSubscriptionVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SaveStateLiveSubscription = { saveState: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, states: Array<{ contentId: string, saved: boolean | null, since: string | null }> } | null };

export type SavedContentsLiveSubscriptionVariables = Exact<{
  userId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SavedContentsLiveSubscription = { savedContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, savedAt: string } }> } | null };

export type SchemaUsageLiveSubscriptionVariables = Exact<{
  types?: Array<EventType> | EventType | null | undefined;
  names?: Array<string> | string | null | undefined;
  days?: number | null | undefined;
  onlyDeprecated?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SchemaUsageLiveSubscription = { schemaUsage: { id: string, asOf: string | null, revision: number, edges: Array<{ cursor: string, node: { type: EventType, name: string | null, version: string, state: SchemaState, retiresOn: string | null, sdk: string | null, appVersion: string | null, events: number, lastDay: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SeriesLiveSubscriptionVariables = Exact<{
  of: OfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  compare?: boolean | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SeriesLiveSubscription = { series: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, by: Interval, timezone: string, truncated: boolean, uniqueViewersEstimated: boolean, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }>, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }, previous: { basis: ComparisonBasis, truncated: boolean, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }> | null, totals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null }, valueTotals: { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null } } | null } | null };

export type SeriesLiveFiguresFragment = { views: number, uniqueViewers: number, plays: number, watchTime: number, averageWatchTime: number, completions: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, follows: number, impressions: number, engagementRate: number, sessions: number | null };

export type SessionAnalyticsLiveSubscriptionVariables = Exact<{
  sessionId: string | number;
  number?: number | null | undefined;
  definition?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SessionAnalyticsLiveSubscription = { sessionAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, sessionId: string, number: number, sessions: number, userId: string | null, startedAt: string, lastEventAt: string, closedAt: string | null, duration: number, events: number, contentsViewed: number, views: number, plays: number, completions: number, impressions: number, likes: number, saves: number, comments: number, shares: number, clicks: number, skips: number, engagementRate: number, watchTime: { total: number, average: number } } | null };

export type SocialAccountLiveSubscriptionVariables = Exact<{
  accountId: string | number;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialAccountLiveSubscription = { socialAccount: { id: string, asOf: string | null, revision: number, workspaceId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, stateSince: string, collectedAt: string | null, metrics: { followers: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, following: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, profileViews: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, websiteClicks: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, emailClicks: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } } | null };

export type SocialAccountLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, apiVersion: string | null, grain: SocialGrain | null, at: string | null, collectedAt: string | null };

export type SocialAccountsLiveSubscriptionVariables = Exact<{
  workspaceId: string | number;
  sort?: SocialAccountSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialAccountsLiveSubscription = { socialAccounts: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, collectedAt: string | null, metrics: { followers: { value: number | null, provenance: Provenance, reason: string | null }, profileViews: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null } } }> } | null };

export type SocialAccountsLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialAggregatesLiveSubscriptionVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialAggregatesLiveSubscription = { socialAggregates: { id: string, asOf: string | null, revision: number, isFinal: boolean, workspaceId: string, accountId: string | null, timezone: string, collectedAt: string | null, by: Interval, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, custom: Array<{ name: string, value: number | null }>, published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } }>, totals: { custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }>, published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } } } | null };

export type SocialAggregatesLiveFiguresFragment = { published: { total: number, posts: number, stories: number, reels: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, following: { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, profileViews: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, websiteClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, emailClicks: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } };

export type SocialAggregatesLiveGrowthFragment = { value: number | null, growth: number | null, growthRate: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialAggregatesLiveTotalFragment = { total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialCollectionsLiveSubscriptionVariables = Exact<{
  workspaceId: string | number;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialCollectionsLiveSubscription = { socialCollections: { id: string, asOf: string | null, revision: number, accounts: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, collectedAt: string | null, dueAt: string | null, collections: Array<{ startedAt: string, endedAt: string | null, duration: number | null, outcome: SocialOutcome | null, detail: string | null, calls: number, posts: number, postsDue: number | null }> }> } | null };

export type SocialComparisonLiveSubscriptionVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialComparisonLiveSubscription = { socialAggregates: { id: string, asOf: string | null, revision: number, isFinal: boolean, timezone: string, points: Array<{ start: string, published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }>, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }>, totals: { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } }, valueTotals: { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } } } | null } | null };

export type SocialComparisonLiveFiguresFragment = { published: { total: number }, account: { followers: { value: number | null, growth: number | null, growthRate: number | null, provenance: Provenance, reason: string | null }, impressions: { total: number | null, provenance: Provenance, reason: string | null } }, posts: { likes: { total: number | null, provenance: Provenance, reason: string | null }, comments: { total: number | null, provenance: Provenance, reason: string | null }, shares: { total: number | null, provenance: Provenance, reason: string | null }, views: { total: number | null, provenance: Provenance, reason: string | null } } };

export type SocialComparisonLiveTotalFragment = { total: number | null, provenance: Provenance, reason: string | null };

export type SocialCustomMetricsLiveSubscriptionVariables = Exact<{
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialCustomMetricsLiveSubscription = { socialCustomMetrics: { id: string, asOf: string | null, revision: number, metrics: Array<{ name: string, title: string, kind: SocialFormulaKind, formula: string, createdAt: string }> } | null };

export type SocialPostComparisonLiveSubscriptionVariables = Exact<{
  accountId: string | number;
  postId: string | number;
  by: Interval;
  range: RangeInput;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialPostComparisonLiveSubscription = { socialPost: { id: string, asOf: string | null, revision: number, series: { by: Interval, timezone: string, points: Array<{ start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, previous: { basis: ComparisonBasis, range: { start: string | null, end: string | null }, valueRange: { start: string | null, end: string | null }, points: Array<{ start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, totals: { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }, valueTotals: { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } } } | null } | null } | null };

export type SocialPostComparisonLivePointFragment = { start: string, date: string, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } };

export type SocialPostComparisonLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialPostLiveSubscriptionVariables = Exact<{
  accountId: string | number;
  postId: string | number;
  by: Interval;
  range?: RangeInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialPostLiveSubscription = { socialPost: { id: string, asOf: string | null, revision: number, accountId: string, network: SocialNetwork, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } }, series: { by: Interval, timezone: string, range: { start: string | null, end: string | null }, points: Array<{ start: string, end: string, date: string, isFinal: boolean, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } }>, totals: { start: string, end: string, date: string, isFinal: boolean, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }>, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } } } | null } | null };

export type SocialPostLiveLatestFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type SocialPostLivePointFragment = { start: string, end: string, date: string, isFinal: boolean, values: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } }, gains: { likes: { value: number | null, provenance: Provenance, reason: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null } } };

export type SocialPostLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null };

export type SocialPostsLiveSubscriptionVariables = Exact<{
  accountId: string | number;
  sort?: SocialPostSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialPostsLiveSubscription = { socialPosts: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, collectedAt: string | null, goneAt: string | null, metrics: { likes: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, comments: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, shares: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, saves: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, impressions: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, reach: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, views: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, watchTime: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, completionRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null }, custom: Array<{ name: string, title: string, value: number | null, provenance: Provenance, reason: string | null }> | null } }> } | null };

export type SocialPostsLiveNumberFragment = { value: number | null, provenance: Provenance, reason: string | null, source: string | null, collectedAt: string | null };

export type SocialPublishedPostsLiveSubscriptionVariables = Exact<{
  of: SocialOfInput;
  by: Interval;
  range?: RangeInput | null | undefined;
  topBy?: SocialPostSort | null | undefined;
  first?: number | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialPublishedPostsLiveSubscription = { socialAggregates: { id: string, asOf: string | null, revision: number, range: { start: string | null, end: string | null }, totals: { published: { total: number } }, perPost: { likes: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, comments: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, shares: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, saves: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, impressions: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, reach: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, views: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, watchTime: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, completionRate: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null }, engagementRate: { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null } } | null, topPosts: Array<{ accountId: string, network: SocialNetwork, post: { id: string, postId: string, kind: SocialPostKind, title: string, url: string | null, publishedAt: string, metrics: { likes: { value: number | null }, reach: { value: number | null }, views: { value: number | null }, engagementRate: { value: number | null, provenance: Provenance, reason: string | null } } } }> | null } | null };

export type SocialPublishedPostsLiveFiguresFragment = { posts: number, total: number | null, average: number | null, min: number | null, max: number | null, provenance: Provenance, reason: string | null };

export type SocialWorkspaceLiveSubscriptionVariables = Exact<{
  workspaceId: string | number;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialWorkspaceLiveSubscription = { socialWorkspace: { id: string, asOf: string | null, revision: number, workspaceId: string, name: string, timezone: string, createdAt: string, seriesDays: number | null, aggregatesDays: number | null, aggregatedAt: string | null, members: Array<string>, accounts: Array<{ accountId: string, network: SocialNetwork, handle: string, state: SocialAccountState, stateReason: string | null, stateSince: string, collectedAt: string | null }> } | null };

export type SocialWorkspacesLiveSubscriptionVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type SocialWorkspacesLiveSubscription = { socialWorkspaces: { id: string, asOf: string | null, revision: number, totalCount: number | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ workspaceId: string, name: string, timezone: string, createdAt: string }> } | null };

export type StreamAnalyticsLiveSubscriptionVariables = Exact<{
  contentId: string | number;
  minutes?: number | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type StreamAnalyticsLiveSubscription = { streamAnalytics: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, contentId: string, isLive: boolean, startedAt: string | null, endedAt: string | null, duration: number, concurrentViewers: number, peakConcurrentViewers: number, peakAt: string | null, averageConcurrentViewers: number, uniqueViewers: number, joins: number, watchTime: number, averageWatchTime: number, chatMessages: number, gifts: number, truncated: boolean, points: Array<{ start: string, peakConcurrentViewers: number, averageConcurrentViewers: number, joins: number, newViewers: number, chatMessages: number, gifts: number }> } | null };

export type TopContentsLiveSubscriptionVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  by?: TopBy | null | undefined;
  minimumViews?: number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type TopContentsLiveSubscription = { topContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, by: TopBy, minimumViews: number, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number, velocity: number, previousVelocity: number, trend: Trend } }> } | null };

export type TrendingLiveSubscriptionVariables = Exact<{
  first?: number | null | undefined;
  window?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type TrendingLiveSubscription = { trending: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, minimumVelocity: number, range: { start: string | null, end: string | null }, contents: Array<{ contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, views: number, velocity: number, previousVelocity: number, trend: Trend, likes: number, shares: number, qualityScore: number }> } | null };

export type WatchHistoryLiveSubscriptionVariables = Exact<{
  userId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  definition?: string | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type WatchHistoryLiveSubscription = { watchHistory: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, firstViewedAt: string, lastViewedAt: string, views: number, plays: number, watchTime: number, completions: number } }> } | null };

export type WeekHoursLiveSubscriptionVariables = Exact<{
  of: OfInput;
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type WeekHoursLiveSubscription = { breakdown: { id: string, asOf: string | null, revision: number, rows: Array<{ value: string | null, secondValue: string | null, views: number }> } | null };

export type WriteKeysLiveSubscriptionVariables = Exact<{
  afterRevision?: number | null | undefined;
  every?: string | null | undefined;
}>;


export type WriteKeysLiveSubscription = { writeKeys: { id: string, asOf: string | null, revision: number, keys: Array<{ fingerprint: string, label: string, createdAt: string, expiresAt: string | null, revokedAt: string | null }> } | null };

export type InteractionHistoryQueryVariables = Exact<{
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
  types?: Array<EventType> | EventType | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type InteractionHistoryQuery = { interactionHistory: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, rawEventsSince: string | null, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { eventId: string, type: EventType, contentId: string | null, title: string | null, creatorId: string | null, userId: string | null, sessionId: string | null, occurredAt: string, receivedAt: string, watchTime: number | null, position: number | null, properties: Record<string, unknown> | null } }> } | null };

export type LikeStateQueryVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
}>;


export type LikeStateQuery = { likeState: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, states: Array<{ contentId: string, liked: boolean | null, since: string | null }> } | null };

export type SaveStateQueryVariables = Exact<{
  contentIds: Array<string | number> | string | number;
  userId?: string | number | null | undefined;
  sessionId?: string | number | null | undefined;
}>;


export type SaveStateQuery = { saveState: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, states: Array<{ contentId: string, saved: boolean | null, since: string | null }> } | null };

export type SavedContentsQueryVariables = Exact<{
  userId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SavedContentsQuery = { savedContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, savedAt: string } }> } | null };

export type TopContentsQueryVariables = Exact<{
  range?: RangeInput | null | undefined;
  timezone?: string | null | undefined;
  by?: TopBy | null | undefined;
  minimumViews?: number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type TopContentsQuery = { topContents: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, timezone: string, by: TopBy, minimumViews: number, range: { start: string | null, end: string | null }, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, views: number, uniqueViewers: number, watchTime: number, averageWatchTime: number, completionRate: number, likes: number, comments: number, shares: number, saves: number, engagementRate: number, engagementScore: number, qualityScore: number, velocity: number, previousVelocity: number, trend: Trend } }> } | null };

export type TrendingQueryVariables = Exact<{
  first?: number | null | undefined;
  window?: string | null | undefined;
  definition?: string | null | undefined;
  include?: TrafficInput | null | undefined;
}>;


export type TrendingQuery = { trending: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, minimumVelocity: number, range: { start: string | null, end: string | null }, contents: Array<{ contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, views: number, velocity: number, previousVelocity: number, trend: Trend, likes: number, shares: number, qualityScore: number }> } | null };

export type WatchHistoryQueryVariables = Exact<{
  userId?: string | number | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  definition?: string | null | undefined;
}>;


export type WatchHistoryQuery = { watchHistory: { id: string, asOf: string | null, revision: number, isFinal: boolean, definition: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ cursor: string, node: { contentId: string, type: ContentType | null, title: string | null, caption: string | null, thumbnail: string | null, creatorId: string | null, firstViewedAt: string, lastViewedAt: string, views: number, plays: number, watchTime: number, completions: number } }> } | null };

export const ActivityDocument = "# What arrives at the moment, minute by minute, and how many clients are connected.\nquery Activity {\n  activity {\n    id\n    asOf\n    revision\n    eventsPerSecond\n    minutes {\n      start\n      accepted\n      rejected\n    }\n    sockets\n    subscriptions\n  }\n}\n" as Typed<ActivityQuery, ActivityQueryVariables>;
export const AreaCountsDocument = "# Events and views by H3 cell, for a map.\nquery AreaCounts(\n  $resolution: Int = 4\n  $box: BoxInput\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 100\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  areaCounts(\n    resolution: $resolution\n    box: $box\n    range: $range\n    timezone: $timezone\n    first: $first\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    resolution\n    cells\n    events\n    views\n    areas {\n      cell\n      events\n      views\n      centre {\n        latitude\n        longitude\n      }\n      boundary {\n        latitude\n        longitude\n      }\n    }\n  }\n}\n" as Typed<AreaCountsQuery, AreaCountsQueryVariables>;
export const BreakdownDocument = "# A content, a creator or the platform by one or two dimensions: a page of values, and the total of the others.\nquery Breakdown(\n  $of: OfInput!\n  $by: [Dimension!]!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $order: BreakdownOrder\n  $first: Int = 24\n  $after: String\n  $minimumViews: Int = 0\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  breakdown(\n    of: $of\n    by: $by\n    range: $range\n    timezone: $timezone\n    order: $order\n    first: $first\n    after: $after\n    minimumViews: $minimumViews\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    range {\n      start\n      end\n    }\n    uniqueViewersEstimated\n    rows {\n      value\n      label\n      secondValue\n      secondLabel\n      views\n      percentage\n      uniqueViewers\n      plays\n      watchTime\n      completions\n      completionRate\n      engagementEvents\n      engagementEventRate\n    }\n    other {\n      views\n      percentage\n      uniqueViewers\n      plays\n      watchTime\n      completions\n      completionRate\n      engagementEvents\n      engagementEventRate\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<BreakdownQuery, BreakdownQueryVariables>;
export const CohortsDocument = "# What groups of viewers do after their start: come back, watch and pay, with their lifetime value.\nquery Cohorts(\n  $start: EventConditionInput\n  $dimension: Dimension\n  $property: String\n  $by: CohortPeriodLength = WEEK\n  $periods: Int = 8\n  $currency: String\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  cohorts(\n    start: $start\n    dimension: $dimension\n    property: $property\n    by: $by\n    periods: $periods\n    currency: $currency\n    range: $range\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    currency\n    values\n    cohorts {\n      ...CohortsLine\n    }\n    rest {\n      ...CohortsLine\n    }\n  }\n}\n\nfragment CohortsLine on Cohort {\n  label\n  start\n  size\n  periods {\n    number\n    isOpen\n    rate\n    watchTime\n    revenue\n    lifetimeValue\n  }\n}\n" as Typed<CohortsQuery, CohortsQueryVariables>;
export const ConsentHistoryDocument = "# Who agreed to what when, newest first; with `at`, what was in force then.\nquery ConsentHistory(\n  $subject: ConsentSubjectInput\n  $at: DateTime\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  consentHistory(subject: $subject, at: $at, first: $first, after: $after, last: $last, before: $before) {\n    totalCount\n    edges {\n      cursor\n      node {\n        id\n        userId\n        sessionId\n        at\n        purposes\n        version\n        source\n        role\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<ConsentHistoryQuery, ConsentHistoryQueryVariables>;
export const ContentDocument = "# A content and its catalogue entry.\nquery Content($contentId: ID!) {\n  content(contentId: $contentId) {\n    id\n    contentId\n    type\n    creatorId\n    title\n    caption\n    thumbnail\n    duration\n    publishedAt\n    updatedAt\n  }\n}\n" as Typed<ContentQuery, ContentQueryVariables>;
export const ContentAnalyticsDocument = "# All metrics of one content.\nquery ContentAnalytics(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contentId\n    timezone\n    range {\n      start\n      end\n    }\n    plays\n    completions\n    engagementScore\n    engagementRate\n    views {\n      total\n      unique\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n      median\n      medianEstimated\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    rewatch {\n      count\n      rate\n      loopPlays\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n    breakdown(by: COUNTRY, first: 10) {\n      rows {\n        value\n        label\n        views\n        percentage\n      }\n    }\n  }\n}\n" as Typed<ContentAnalyticsQuery, ContentAnalyticsQueryVariables>;
export const ContentAudienceDocument = "# The audience of a content: ages, genders, countries, cities, devices, platforms.\nquery ContentAudience(\n  $contentId: ID!\n  $first: Int = 10\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    audience(first: $first) {\n      ageGroups {\n        ...ContentAudienceShare\n      }\n      genders {\n        ...ContentAudienceShare\n      }\n      countries {\n        ...ContentAudienceShare\n      }\n      cities {\n        ...ContentAudienceShare\n      }\n      devices {\n        ...ContentAudienceShare\n      }\n      platforms {\n        ...ContentAudienceShare\n      }\n    }\n  }\n}\n\nfragment ContentAudienceShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<ContentAudienceQuery, ContentAudienceQueryVariables>;
export const ContentByDefinitionDocument = "# One content under every definition of a view, with bots or self-views if included.\nquery ContentByDefinition($contentId: ID!, $range: RangeInput, $include: TrafficInput) {\n  start: contentAnalytics(contentId: $contentId, range: $range, definition: \"start@1\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n  engaged: contentAnalytics(contentId: $contentId, range: $range, definition: \"engaged@1\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n  peertube: contentAnalytics(contentId: $contentId, range: $range, definition: \"peertube@1\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n  linkedin: contentAnalytics(contentId: $contentId, range: $range, definition: \"linkedin@1\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n  peertubeHourly: contentAnalytics(contentId: $contentId, range: $range, definition: \"peertube@2\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n  linkedinVideo: contentAnalytics(contentId: $contentId, range: $range, definition: \"linkedin@2\", include: $include) {\n    ...ContentByDefinitionMeasures\n  }\n}\n\nfragment ContentByDefinitionMeasures on ContentAnalytics {\n  id\n  definition\n  views {\n    total\n    unique\n  }\n  watchTime {\n    average\n  }\n  completion {\n    rate\n  }\n  engagementRate\n}\n" as Typed<ContentByDefinitionQuery, ContentByDefinitionQueryVariables>;
export const ContentComparisonDocument = "# One content compared with the previous period, its creator's average or the platform's.\nquery ContentComparison(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $to: Baseline = PREVIOUS_PERIOD\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    compare(to: $to, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...ContentComparisonCompared\n      }\n      uniqueViewers {\n        ...ContentComparisonCompared\n      }\n      watchTime {\n        ...ContentComparisonCompared\n      }\n      averageWatchTime {\n        ...ContentComparisonCompared\n      }\n      completionRate {\n        ...ContentComparisonCompared\n      }\n      engagementRate {\n        ...ContentComparisonCompared\n      }\n      qualityScore {\n        ...ContentComparisonCompared\n      }\n      engagementScore {\n        ...ContentComparisonCompared\n      }\n    }\n  }\n}\n\nfragment ContentComparisonCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<ContentComparisonQuery, ContentComparisonQueryVariables>;
export const ContentCurvesDocument = "# The three retention curves of a content together: parts watched per view, viewers who saw them, and their rank. All have the parts of\n# the first one.\nquery ContentCurves(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $points: Int = 100\n  $include: TrafficInput\n) {\n  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    plays: retention(curve: PLAYS, points: $points) {\n      curve\n      duration\n      views\n      playsWithoutPositions\n      viewers\n      estimated\n      points {\n        start\n        end\n        value\n        startedWatching\n        stoppedWatching\n      }\n    }\n    coverage: retention(curve: COVERAGE, points: $points) {\n      ...ContentCurvesValues\n    }\n    relative: retention(curve: RELATIVE, points: $points) {\n      ...ContentCurvesValues\n    }\n  }\n}\n\nfragment ContentCurvesValues on Retention {\n  curve\n  viewers\n  estimated\n  points {\n    value\n  }\n}\n" as Typed<ContentCurvesQuery, ContentCurvesQueryVariables>;
export const ContentEngagementDocument = "# The interactions with one content, and its engagement rate by the profile of a social network, a feed or a listing.\nquery ContentEngagement(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    views {\n      total\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n    }\n    interactions {\n      clicks\n      contacts\n      whatsapp\n      bookViewings\n    }\n    social: engagementRate(profile: SOCIAL)\n    discovery: engagementRate(profile: DISCOVERY)\n    listing: engagementRate(profile: LISTING)\n  }\n}\n" as Typed<ContentEngagementQuery, ContentEngagementQueryVariables>;
export const ContentRetentionDocument = "# The retention curve of a content, up to 200 points, for all plays or one value of a dimension.\nquery ContentRetention(\n  $contentId: ID!\n  $range: RangeInput\n  $definition: String = \"start@1\"\n  $curve: RetentionCurve = PLAYS\n  $points: Int = 100\n  $slice: RetentionSlice\n  $include: TrafficInput\n) {\n  contentAnalytics(contentId: $contentId, range: $range, definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    retention(curve: $curve, points: $points, slice: $slice) {\n      curve\n      duration\n      views\n      playsWithoutPositions\n      viewers\n      estimated\n      points {\n        start\n        end\n        value\n        startedWatching\n        stoppedWatching\n      }\n    }\n  }\n}\n" as Typed<ContentRetentionQuery, ContentRetentionQueryVariables>;
export const ContentScoresDocument = "# The quality, performance and engagement scores of one content, its rank, and benchmarks.\nquery ContentScores(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    engagementScore\n    qualityScore {\n      score\n      completionPart\n      engagementPart\n      viralityPart\n      watchabilityPart\n    }\n    performanceScore {\n      score\n      viewThroughPart\n      averageWatchPart\n      savePart\n      sharePart\n      skipPart\n      boost\n      weights {\n        viewThrough\n        averageWatch\n        save\n        share\n        skip\n        fullWatch\n        fullSaveRate\n        fullShareRate\n      }\n    }\n    benchmarks {\n      rank\n      contents\n      percentile\n      scoredAt\n      qualityScore\n      versusCreator {\n        contents\n        average\n        difference\n      }\n      versusPlatform {\n        contents\n        average\n        difference\n      }\n    }\n  }\n}\n" as Typed<ContentScoresQuery, ContentScoresQueryVariables>;
export const ContentSocialPostsDocument = "# Posts of social networks that show a content, next to what is counted here; neither is added to the other.\nquery ContentSocialPosts($contentId: ID!, $range: RangeInput, $include: TrafficInput) {\n  contentAnalytics(contentId: $contentId, range: $range, include: $include) {\n    id\n    asOf\n    revision\n    views {\n      total\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n    }\n    socialPosts {\n      accountId\n      network\n      handle\n      post {\n        id\n        postId\n        kind\n        title\n        url\n        publishedAt\n        collectedAt\n        goneAt\n        metrics {\n          views {\n            ...ContentSocialPostsNumber\n          }\n          likes {\n            ...ContentSocialPostsNumber\n          }\n          comments {\n            ...ContentSocialPostsNumber\n          }\n          shares {\n            ...ContentSocialPostsNumber\n          }\n          saves {\n            ...ContentSocialPostsNumber\n          }\n          impressions {\n            ...ContentSocialPostsNumber\n          }\n          reach {\n            ...ContentSocialPostsNumber\n          }\n          engagementRate {\n            ...ContentSocialPostsNumber\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment ContentSocialPostsNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n" as Typed<ContentSocialPostsQuery, ContentSocialPostsQueryVariables>;
export const ContentVelocityDocument = "# The views per hour of one content, and their trend.\nquery ContentVelocity(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    velocity {\n      viewsPerHour\n      engagementsPerHour\n      sharesPerHour\n      previousViewsPerHour\n      peakViewsPerHour\n      peakAt\n      trend\n    }\n  }\n}\n" as Typed<ContentVelocityQuery, ContentVelocityQueryVariables>;
export const ContentWatchingDocument = "# The concurrent viewers of a content.\nquery ContentWatching($contentId: ID!, $include: TrafficInput) {\n  contentAnalytics(contentId: $contentId, include: $include) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<ContentWatchingQuery, ContentWatchingQueryVariables>;
export const ContentsDocument = "# The catalogue, searched by title or id, in pages.\nquery Contents(\n  $search: String\n  $types: [ContentType!]\n  $creatorId: ID\n  $sort: CatalogueSort = RECENT\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  contents(\n    search: $search\n    types: $types\n    creatorId: $creatorId\n    sort: $sort\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        id\n        contentId\n        type\n        creatorId\n        title\n        thumbnail\n        duration\n        publishedAt\n        updatedAt\n      }\n    }\n  }\n}\n" as Typed<ContentsQuery, ContentsQueryVariables>;
export const ContentsAnalyticsDocument = "# The numbers of several contents in a range, and of all of them together.\nquery ContentsAnalytics(\n  $contentIds: [ID!]!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  contentsAnalytics(\n    contentIds: $contentIds\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    totals {\n      views\n      uniqueViewers\n      watchTime\n      averageWatchTime\n      completionRate\n      likes\n      comments\n      shares\n      saves\n      engagementRate\n      engagementScore\n    }\n    contents {\n      contentId\n      type\n      title\n      caption\n      thumbnail\n      creatorId\n      publishedAt\n      duration\n      views\n      uniqueViewers\n      watchTime\n      averageWatchTime\n      completionRate\n      likes\n      comments\n      shares\n      saves\n      engagementRate\n      engagementScore\n      qualityScore\n    }\n  }\n}\n" as Typed<ContentsAnalyticsQuery, ContentsAnalyticsQueryVariables>;
export const CreatorDocument = "# A creator with its profile, and metrics of a range; without $creatorId, the signed-in one.\nquery Creator($creatorId: ID, $range: RangeInput, $timezone: String = \"UTC\", $include: TrafficInput) {\n  creator(creatorId: $creatorId) {\n    id\n    creatorId\n    name\n    picture\n    analytics(range: $range, timezone: $timezone, include: $include) {\n      id\n      asOf\n      revision\n      views {\n        total\n      }\n    }\n  }\n}\n" as Typed<CreatorQuery, CreatorQueryVariables>;
export const CreatorAnalyticsDocument = "# All metrics of one creator; without $creatorId, of the signed-in one.\nquery CreatorAnalytics(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    contents\n    timezone\n    range {\n      start\n      end\n    }\n    views {\n      total\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    uniqueViewers {\n      count\n      estimated\n    }\n    plays\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    engagements(profile: $profile)\n    engagementRate(profile: $profile)\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    sessions\n    averageSessionDuration\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n    topContents(first: 10) {\n      contentId\n      title\n      thumbnail\n      views\n      watchTime\n      completionRate\n      engagementScore\n    }\n  }\n}\n" as Typed<CreatorAnalyticsQuery, CreatorAnalyticsQueryVariables>;
export const CreatorAudienceDocument = "# The audience of a creator's contents: ages, genders, countries, cities, devices, platforms.\nquery CreatorAudience(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $first: Int = 10\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    audience(first: $first) {\n      ageGroups {\n        ...CreatorAudienceShare\n      }\n      genders {\n        ...CreatorAudienceShare\n      }\n      countries {\n        ...CreatorAudienceShare\n      }\n      cities {\n        ...CreatorAudienceShare\n      }\n      devices {\n        ...CreatorAudienceShare\n      }\n      platforms {\n        ...CreatorAudienceShare\n      }\n    }\n  }\n}\n\nfragment CreatorAudienceShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<CreatorAudienceQuery, CreatorAudienceQueryVariables>;
export const CreatorComparisonDocument = "# One creator compared with the previous period, or with the average creator.\nquery CreatorComparison(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $to: Baseline = PREVIOUS_PERIOD\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    compare(to: $to, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...CreatorComparisonCompared\n      }\n      uniqueViewers {\n        ...CreatorComparisonCompared\n      }\n      watchTime {\n        ...CreatorComparisonCompared\n      }\n      averageWatchTime {\n        ...CreatorComparisonCompared\n      }\n      completionRate {\n        ...CreatorComparisonCompared\n      }\n      engagementRate {\n        ...CreatorComparisonCompared\n      }\n      qualityScore {\n        ...CreatorComparisonCompared\n      }\n      engagementScore {\n        ...CreatorComparisonCompared\n      }\n    }\n  }\n}\n\nfragment CreatorComparisonCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<CreatorComparisonQuery, CreatorComparisonQueryVariables>;
export const CreatorContentsDocument = "# A creator's contents, in pages, with their numbers in a range; without $creatorId, those of the signed-in one.\nquery CreatorContents(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $search: String\n  $types: [ContentType!]\n  $sort: ContentSort = RECENT\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  creatorContents(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    search: $search\n    types: $types\n    sort: $sort\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        publishedAt\n        duration\n        views\n        uniqueViewers\n        watchTime\n        averageWatchTime\n        completionRate\n        likes\n        comments\n        shares\n        saves\n        engagementRate\n        engagementScore\n        qualityScore\n      }\n    }\n  }\n}\n" as Typed<CreatorContentsQuery, CreatorContentsQueryVariables>;
export const CreatorWatchingDocument = "# The concurrent viewers of a creator's contents, each counted once.\nquery CreatorWatching($creatorId: ID, $include: TrafficInput) {\n  creatorAnalytics(creatorId: $creatorId, include: $include) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<CreatorWatchingQuery, CreatorWatchingQueryVariables>;
export const CreatorsDocument = "# The project's creators with their metrics of a range, most first, in pages.\nquery Creators(\n  $search: String\n  $by: CreatorsBy = VIEWS\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  creators(\n    search: $search\n    by: $by\n    range: $range\n    timezone: $timezone\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    by\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        creatorId\n        name\n        picture\n        views\n        plays\n        watchTime\n        completions\n        likes\n        comments\n        shares\n        saves\n        follows\n      }\n    }\n  }\n}\n" as Typed<CreatorsQuery, CreatorsQueryVariables>;
export const DefinitionsDocument = "# The definitions of a view: the values of the argument `definition`.\nquery Definitions {\n  definitions {\n    name\n    title\n    text\n  }\n}\n" as Typed<DefinitionsQuery, DefinitionsQueryVariables>;
export const ErasureDocument = "# How far an erasure is, and what named the viewer, by table.\nquery Erasure($id: ID!) {\n  erasure(id: $id) {\n    id\n    revision\n    erasureId\n    state\n    requestedAt\n    deadline\n    finishedAt\n    tables {\n      table\n      rows\n    }\n  }\n}\n" as Typed<ErasureQuery, ErasureQueryVariables>;
export const EventCountsDocument = "# How many events of each type occurred, by hour, day, week or month.\nquery EventCounts(\n  $by: Interval!\n  $types: [EventType!]\n  $names: [String!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  eventCounts(\n    by: $by\n    types: $types\n    names: $names\n    range: $range\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    truncated\n    range {\n      start\n      end\n    }\n    points {\n      start\n      date\n      isFinal\n      total\n      counts {\n        type\n        name\n        family\n        count\n      }\n    }\n    totals {\n      total\n      counts {\n        type\n        name\n        family\n        count\n      }\n    }\n  }\n}\n" as Typed<EventCountsQuery, EventCountsQueryVariables>;
export const EventDashboardDocument = "# What happens on the platform, in one request: totals, events by type, the most frequent ones, revenue, and the pinned funnels.\nquery EventDashboard(\n  $timeframe: String = \"7d\"\n  $by: Interval = DAY\n  $topEvents: Int = 10\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  eventDashboard(\n    timeframe: $timeframe\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    timeframe\n    timezone\n    range {\n      start\n      end\n    }\n    totals {\n      events\n      viewers {\n        count\n        estimated\n      }\n      sessions\n      views\n      watchTime\n      previous {\n        basis\n        range {\n          start\n          end\n        }\n        valueRange {\n          start\n          end\n        }\n        events {\n          ...EventDashboardCompared\n        }\n        viewers {\n          ...EventDashboardCompared\n        }\n        sessions {\n          ...EventDashboardCompared\n        }\n        views {\n          ...EventDashboardCompared\n        }\n        watchTime {\n          ...EventDashboardCompared\n        }\n      }\n    }\n    series(by: $by) {\n      by\n      truncated\n      points {\n        start\n        date\n        isFinal\n        total\n        counts {\n          type\n          name\n          count\n        }\n      }\n    }\n    topEvents(first: $topEvents) {\n      type\n      name\n      family\n      count\n      percentage\n      previous {\n        ...EventDashboardCompared\n      }\n    }\n    revenue {\n      orders\n      buyers\n      totals {\n        currency\n        decimals\n        gross\n        refunds\n        net\n        gifts\n        orders\n        averageOrder\n      }\n      previous {\n        totals {\n          currency\n          net {\n            ...EventDashboardCompared\n          }\n        }\n      }\n    }\n    funnels {\n      name\n      analytics {\n        asOf\n        revision\n        order\n        window\n        started\n        converted\n        conversionRate\n        dropped\n        incomplete\n        steps {\n          number\n          name\n          viewers\n          conversionRate\n          stepConversionRate\n          dropped\n          incomplete\n          sincePrevious {\n            median\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment EventDashboardCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<EventDashboardQuery, EventDashboardQueryVariables>;
export const EventVocabularyDocument = "# What each type of event means, requires and forbids.\nquery EventVocabulary {\n  eventVocabulary {\n    type\n    family\n    description\n    requires\n    forbids\n    countedAs\n  }\n}\n" as Typed<EventVocabularyQuery, EventVocabularyQueryVariables>;
export const EventsDocument = "# Single events of the project, newest first, in pages; without $range, of the last 24 hours.\nquery Events(\n  $filter: EventsFilterInput\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n) {\n  events(\n    filter: $filter\n    range: $range\n    timezone: $timezone\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    timezone\n    range {\n      start\n      end\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        name\n        contentId\n        title\n        creatorId\n        userId\n        sessionId\n        occurredAt\n        receivedAt\n        watchTime\n        position\n        properties\n      }\n    }\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<EventsQuery, EventsQueryVariables>;
export const EventsInBoxDocument = "# Events inside a box, newest first, in pages; without $range, of the last 24 hours.\nquery EventsInBox(\n  $box: BoxInput!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n) {\n  eventsInBox(\n    box: $box\n    range: $range\n    timezone: $timezone\n    types: $types\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        occurredAt\n        latitude\n        longitude\n        precise\n        distance\n      }\n    }\n  }\n}\n" as Typed<EventsInBoxQuery, EventsInBoxQueryVariables>;
export const EventsNearDocument = "# Events near a point, newest first, in pages; without $range, of the last 24 hours.\nquery EventsNear(\n  $point: PointInput!\n  $radius: Float!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n) {\n  eventsNear(\n    point: $point\n    radius: $radius\n    range: $range\n    timezone: $timezone\n    types: $types\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        occurredAt\n        latitude\n        longitude\n        precise\n        distance\n      }\n    }\n  }\n}\n" as Typed<EventsNearQuery, EventsNearQueryVariables>;
export const FunnelDocument = "# How many viewers get through a series of steps, how long it takes them, and who leaves; without $range, in the last 7 days.\nquery Funnel(\n  $steps: [FunnelStepInput!]!\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $exclusions: [FunnelExclusionInput!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  funnel(\n    steps: $steps\n    order: $order\n    window: $window\n    exclusions: $exclusions\n    range: $range\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    order\n    window\n    timezone\n    range {\n      start\n      end\n    }\n    started\n    converted\n    conversionRate\n    dropped\n    incomplete\n    steps {\n      number\n      name\n      optional\n      viewers\n      conversionRate\n      stepConversionRate\n      dropped\n      dropOffRate\n      incomplete\n      sincePrevious {\n        median\n        medianEstimated\n        histogram {\n          from\n          to\n          viewers\n        }\n      }\n      sinceFirst {\n        median\n      }\n    }\n  }\n}\n" as Typed<FunnelQuery, FunnelQueryVariables>;
export const FunnelBreakdownDocument = "# A funnel by country, device, campaign and other dimensions, and the same funnel in the period before.\nquery FunnelBreakdown(\n  $steps: [FunnelStepInput!]!\n  $by: Dimension!\n  $of: FunnelValueOf = FIRST\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  funnel(steps: $steps, order: $order, window: $window, range: $range, timezone: $timezone, include: $include) {\n    id\n    revision\n    started\n    converted\n    conversionRate\n    breakdown(by: $by, of: $of) {\n      by\n      values\n      rows {\n        value\n        label\n        started\n        converted\n        conversionRate\n        steps {\n          number\n          viewers\n          conversionRate\n        }\n      }\n      rest {\n        started\n        converted\n        conversionRate\n      }\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      started\n      converted\n      conversionRate\n    }\n  }\n}\n" as Typed<FunnelBreakdownQuery, FunnelBreakdownQueryVariables>;
export const FunnelViewersDocument = "# The viewers behind a number of a funnel, in pages.\nquery FunnelViewers(\n  $steps: [FunnelStepInput!]!\n  $step: Int!\n  $kind: FunnelViewersOf = REACHED\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $exclusions: [FunnelExclusionInput!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  funnel(\n    steps: $steps\n    order: $order\n    window: $window\n    exclusions: $exclusions\n    range: $range\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    revision\n    viewers(step: $step, kind: $kind, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      edges {\n        cursor\n        node {\n          kind\n          id\n          isSuspect\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n}\n" as Typed<FunnelViewersQuery, FunnelViewersQueryVariables>;
export const MeDocument = "# Who is signed in, and as which creator.\nquery Me {\n  me {\n    userId\n    role\n    expiresAt\n    creator {\n      id\n      creatorId\n      name\n      picture\n    }\n  }\n}\n" as Typed<MeQuery, MeQueryVariables>;
export const MyDashboardDocument = "# The dashboard of a creator; without $creatorId, of the signed-in one.\nquery MyDashboard(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $creatorId: ID\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n) {\n  myDashboard(\n    range: $range\n    timezone: $timezone\n    creatorId: $creatorId\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    range {\n      start\n      end\n    }\n    timezone\n    overview {\n      contents\n      views {\n        total\n        organic\n        following\n        profile\n        hashtag\n        search\n        direct\n        other\n      }\n      uniqueViewers {\n        count\n        estimated\n      }\n      plays\n      watchTime {\n        total\n        average\n      }\n      completion {\n        rate\n      }\n      engagement {\n        likes\n        comments\n        shares\n        saves\n      }\n      engagements(profile: $profile)\n      engagementRate(profile: $profile)\n      sessions\n      averageSessionDuration\n      series(by: DAY) {\n        truncated\n        points {\n          date\n          start\n          views\n          uniqueViewers\n          plays\n          watchTime\n          completionRate\n          engagementRate(profile: $profile)\n          likes\n          comments\n          shares\n          saves\n          clicks\n          sessions\n        }\n      }\n    }\n    topContents(first: 10) {\n      contentId\n      title\n      thumbnail\n      views\n      watchTime\n      completionRate\n      engagementScore\n    }\n    reactions {\n      reaction\n      count\n      percentage\n    }\n    comparison(profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...MyDashboardCompared\n      }\n      uniqueViewers {\n        ...MyDashboardCompared\n      }\n      watchTime {\n        ...MyDashboardCompared\n      }\n      averageWatchTime {\n        ...MyDashboardCompared\n      }\n      completionRate {\n        ...MyDashboardCompared\n      }\n      engagementRate {\n        ...MyDashboardCompared\n      }\n      qualityScore {\n        ...MyDashboardCompared\n      }\n      engagementScore {\n        ...MyDashboardCompared\n      }\n    }\n  }\n}\n\nfragment MyDashboardCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<MyDashboardQuery, MyDashboardQueryVariables>;
export const NewestEventsDocument = "# The newest events of the project, without whose they are.\nquery NewestEvents($range: RangeInput, $first: Int = 50, $include: TrafficInput) {\n  events(range: $range, first: $first, include: $include) {\n    id\n    asOf\n    revision\n    edges {\n      node {\n        eventId\n        type\n        name\n        contentId\n        title\n        country\n        device\n        occurredAt\n      }\n    }\n  }\n}\n" as Typed<NewestEventsQuery, NewestEventsQueryVariables>;
export const NodeDocument = "# A content, creator or session by its global id, as Relay refetches one, with its metrics.\nquery Node($id: ID!, $range: RangeInput, $timezone: String = \"UTC\") {\n  node(id: $id) {\n    id\n    ... on Content {\n      contentId\n      title\n      analytics(range: $range, timezone: $timezone) {\n        id\n        asOf\n        revision\n        views {\n          total\n          unique\n        }\n      }\n    }\n    ... on Creator {\n      creatorId\n      name\n      picture\n      analytics(range: $range, timezone: $timezone) {\n        id\n        asOf\n        revision\n        views {\n          total\n        }\n      }\n    }\n    ... on Session {\n      sessionId\n      analytics {\n        id\n        asOf\n        revision\n        sessionViews: views\n      }\n    }\n  }\n}\n" as Typed<NodeQuery, NodeQueryVariables>;
export const NodesDocument = "# Several contents, creators and sessions by their global ids.\nquery Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    id\n    ... on Content {\n      contentId\n      type\n      title\n      thumbnail\n    }\n    ... on Creator {\n      creatorId\n      name\n      picture\n    }\n    ... on Session {\n      sessionId\n    }\n  }\n}\n" as Typed<NodesQuery, NodesQueryVariables>;
export const OwnProjectDocument = "# What the token may do, and its project as an admin of it sees it.\nquery OwnProject {\n  me {\n    userId\n    role\n    expiresAt\n    project {\n      projectId\n      name\n      createdAt\n      archivedAt\n      consent\n      quotas {\n        eventsPerDay\n        sessionsPerDay\n        contents\n        customTypes\n      }\n    }\n  }\n}\n" as Typed<OwnProjectQuery, OwnProjectQueryVariables>;
export const PlatformAnalyticsDocument = "# All metrics of all contents together.\nquery PlatformAnalytics(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $creatorId: ID\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n) {\n  platformAnalytics(\n    range: $range\n    timezone: $timezone\n    creatorId: $creatorId\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    timezone\n    range {\n      start\n      end\n    }\n    views {\n      total\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    uniqueViewers {\n      count\n      estimated\n    }\n    plays\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    engagements(profile: $profile)\n    engagementRate(profile: $profile)\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    sessions\n    averageSessionDuration\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n  }\n}\n" as Typed<PlatformAnalyticsQuery, PlatformAnalyticsQueryVariables>;
export const PlatformAudienceDocument = "# The audience of all contents of the platform: ages, genders, countries, cities, devices, platforms.\nquery PlatformAudience(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $first: Int = 10\n) {\n  platformAnalytics(range: $range, timezone: $timezone, definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    audience(first: $first) {\n      ageGroups {\n        ...PlatformAudienceShare\n      }\n      genders {\n        ...PlatformAudienceShare\n      }\n      countries {\n        ...PlatformAudienceShare\n      }\n      cities {\n        ...PlatformAudienceShare\n      }\n      devices {\n        ...PlatformAudienceShare\n      }\n      platforms {\n        ...PlatformAudienceShare\n      }\n    }\n  }\n}\n\nfragment PlatformAudienceShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<PlatformAudienceQuery, PlatformAudienceQueryVariables>;
export const PlatformComparisonDocument = "# The platform, or one creator, compared with the previous period.\nquery PlatformComparison(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n) {\n  platformAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    compare(to: PREVIOUS_PERIOD, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...PlatformComparisonCompared\n      }\n      uniqueViewers {\n        ...PlatformComparisonCompared\n      }\n      watchTime {\n        ...PlatformComparisonCompared\n      }\n      averageWatchTime {\n        ...PlatformComparisonCompared\n      }\n      completionRate {\n        ...PlatformComparisonCompared\n      }\n      engagementRate {\n        ...PlatformComparisonCompared\n      }\n      engagementScore {\n        ...PlatformComparisonCompared\n      }\n    }\n  }\n}\n\nfragment PlatformComparisonCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<PlatformComparisonQuery, PlatformComparisonQueryVariables>;
export const PlatformStatsDocument = "# The size of the project, and the number of events that wait to be counted.\nquery PlatformStats($definition: String = \"start@1\", $include: TrafficInput) {\n  platformStats(definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contents\n    cataloguedContents\n    creators\n    views\n    plays\n    watchTime\n    uniqueViewers {\n      count\n      estimated\n    }\n    sessions\n    openSessions\n    staleScores\n    pendingBatches\n    pendingEvents\n    lag\n  }\n}\n" as Typed<PlatformStatsQuery, PlatformStatsQueryVariables>;
export const PlatformWatchingDocument = "# The concurrent viewers of all contents, each counted once.\nquery PlatformWatching($include: TrafficInput) {\n  platformAnalytics(include: $include) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<PlatformWatchingQuery, PlatformWatchingQueryVariables>;
export const ProjectDocument = "# One project of the server with its quotas and all of its totals, for operators.\nquery Project($projectId: Int!, $definition: String = \"start@1\", $include: TrafficInput) {\n  project(projectId: $projectId) {\n    projectId\n    name\n    createdAt\n    archivedAt\n    deletedAt\n    cell\n    quotas {\n      eventsPerDay\n      sessionsPerDay\n      contents\n      customTypes\n    }\n    stats(definition: $definition, include: $include) {\n      id\n      asOf\n      revision\n      isFinal\n      definition\n      contents\n      cataloguedContents\n      creators\n      views\n      plays\n      watchTime\n      uniqueViewers {\n        count\n        estimated\n      }\n      sessions\n      openSessions\n      staleScores\n      pendingBatches\n      pendingEvents\n      lag\n    }\n  }\n}\n" as Typed<ProjectQuery, ProjectQueryVariables>;
export const ProjectsDocument = "# The projects of the server with their totals, for its operators.\nquery Projects(\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  projects(first: $first, after: $after, last: $last, before: $before) {\n    totalCount\n    edges {\n      cursor\n      node {\n        projectId\n        name\n        createdAt\n        archivedAt\n        deletedAt\n        cell\n        stats(definition: $definition, include: $include) {\n          id\n          asOf\n          revision\n          contents\n          creators\n          views\n          plays\n          watchTime\n          sessions\n          pendingEvents\n          lag\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<ProjectsQuery, ProjectsQueryVariables>;
export const RealtimeDocument = "# The last minutes of a content, a creator or the platform: views and viewers by minute, who is watching, what is viewed most.\nquery Realtime(\n  $of: OfInput!\n  $minutes: Int = 30\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  realtime(\n    of: $of\n    minutes: $minutes\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    points {\n      start\n      isFinal\n      ...RealtimeFigures\n    }\n    totals {\n      ...RealtimeFigures\n    }\n    concurrentViewers\n    top {\n      contentId\n      title\n      thumbnail\n      creatorId\n      views\n      concurrentViewers\n    }\n  }\n}\n\nfragment RealtimeFigures on Point {\n  views\n  uniqueViewers\n  plays\n  watchTime\n  likes\n  comments\n  shares\n}\n" as Typed<RealtimeQuery, RealtimeQueryVariables>;
export const RejectedEventsDocument = "# The rejected items of the last 7 days, newest first.\nquery RejectedEvents(\n  $code: String\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  rejectedCounts {\n    code\n    rejected\n  }\n  rejectedEvents(\n    code: $code\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    totalCount\n    edges {\n      cursor\n      node {\n        receivedAt\n        code\n        message\n        path\n        eventId\n        payload\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<RejectedEventsQuery, RejectedEventsQueryVariables>;
export const RetentionDocument = "# How many viewers come back, by the day, week or month in which they started.\nquery Retention(\n  $start: EventConditionInput!\n  $returns: EventConditionInput\n  $by: CohortPeriodLength = WEEK\n  $periods: Int = 8\n  $rolling: Boolean = false\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n) {\n  retention(\n    start: $start\n    returns: $returns\n    by: $by\n    periods: $periods\n    rolling: $rolling\n    range: $range\n    timezone: $timezone\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    range {\n      start\n      end\n    }\n    cohorts {\n      start\n      size\n      periods {\n        number\n        isOpen\n        retained\n        rate\n      }\n    }\n    means {\n      number\n      rate\n    }\n  }\n}\n" as Typed<RetentionQuery, RetentionQueryVariables>;
export const RevenueDocument = "# Purchases, refunds and gifts of a content, a creator, a product, a campaign or the platform: totals, days, and the period before.\nquery Revenue(\n  $of: SalesOfInput!\n  $currency: String\n  $by: Interval!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  revenue(\n    of: $of\n    currency: $currency\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    timezone\n    currency\n    range {\n      start\n      end\n    }\n    orders\n    buyers\n    views\n    conversion\n    totals {\n      ...RevenueMoney\n    }\n    series(by: $by) {\n      by\n      truncated\n      points {\n        start\n        date\n        isFinal\n        totals {\n          currency\n          gross\n          net\n          orders\n          spend\n        }\n      }\n    }\n    previous {\n      basis\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      orders {\n        value\n        baseline\n        changePercent\n      }\n      totals {\n        currency\n        decimals\n        gross {\n          value\n          baseline\n          changePercent\n        }\n        net {\n          value\n          baseline\n          changePercent\n        }\n      }\n    }\n  }\n}\n\nfragment RevenueMoney on Money {\n  currency\n  decimals\n  gross\n  refunds\n  net\n  gifts\n  orders\n  averageOrder\n  buyers\n  spend\n  returnOnSpend\n}\n" as Typed<RevenueQuery, RevenueQueryVariables>;
export const RevenueBreakdownDocument = "# What sold best in one currency: contents, creators, products, campaigns with their cost, or means of payment.\nquery RevenueBreakdown(\n  $of: SalesOfInput!\n  $currency: String!\n  $by: SoldBy!\n  $order: SoldOrder = GROSS\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  revenue(of: $of, currency: $currency, range: $range, timezone: $timezone, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    range {\n      start\n      end\n    }\n    breakdown(by: $by, order: $order, first: $first, after: $after, last: $last, before: $before) {\n      by\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          value\n          label\n          money {\n            currency\n            decimals\n            gross\n            refunds\n            net\n            gifts\n            orders\n            averageOrder\n            buyers\n            spend\n            returnOnSpend\n          }\n        }\n      }\n    }\n  }\n}\n" as Typed<RevenueBreakdownQuery, RevenueBreakdownQueryVariables>;
export const SchemaUsageDocument = "# Who still sends which schema version, most events first; with $onlyDeprecated, what must be updated.\nquery SchemaUsage(\n  $types: [EventType!]\n  $names: [String!]\n  $days: Int = 30\n  $onlyDeprecated: Boolean = false\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  schemaUsage(\n    types: $types\n    names: $names\n    days: $days\n    onlyDeprecated: $onlyDeprecated\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n  ) {\n    id\n    asOf\n    revision\n    edges {\n      cursor\n      node {\n        type\n        name\n        version\n        state\n        retiresOn\n        sdk\n        appVersion\n        events\n        lastDay\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<SchemaUsageQuery, SchemaUsageQueryVariables>;
export const SchemaVersionsDocument = "# The schema versions of the project; with $type, also the built-in ones.\nquery SchemaVersions($type: EventType, $name: String) {\n  schemaVersions(type: $type, name: $name) {\n    type\n    name\n    version\n    schema\n    registeredAt\n    state\n    retiresOn\n  }\n}\n" as Typed<SchemaVersionsQuery, SchemaVersionsQueryVariables>;
export const SeriesDocument = "# A content, a creator or the platform by hour, day, week or month, with the period before as overlay.\nquery Series(\n  $of: OfInput!\n  $by: Interval!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $compare: Boolean = false\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  series(\n    of: $of\n    by: $by\n    range: $range\n    timezone: $timezone\n    compare: $compare\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    range {\n      start\n      end\n    }\n    truncated\n    uniqueViewersEstimated\n    points {\n      start\n      end\n      date\n      isFinal\n      ...SeriesFigures\n    }\n    totals {\n      ...SeriesFigures\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      points {\n        start\n        ...SeriesFigures\n      }\n      truncated\n      totals {\n        ...SeriesFigures\n      }\n      valueTotals {\n        ...SeriesFigures\n      }\n    }\n  }\n}\n\nfragment SeriesFigures on Point {\n  views\n  uniqueViewers\n  plays\n  watchTime\n  averageWatchTime\n  completions\n  completionRate\n  likes\n  comments\n  shares\n  saves\n  follows\n  impressions\n  engagementRate\n  sessions\n}\n" as Typed<SeriesQuery, SeriesQueryVariables>;
export const SessionDocument = "# A session, with its metrics.\nquery Session($sessionId: ID!) {\n  session(sessionId: $sessionId) {\n    id\n    sessionId\n    analytics {\n      id\n      asOf\n      revision\n      duration\n      views\n    }\n  }\n}\n" as Typed<SessionQuery, SessionQueryVariables>;
export const SessionAnalyticsDocument = "# All metrics of one session: with $number, of that one of the id, else of its newest.\nquery SessionAnalytics($sessionId: ID!, $number: Int, $definition: String = \"start@1\") {\n  sessionAnalytics(sessionId: $sessionId, number: $number, definition: $definition) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    sessionId\n    number\n    sessions\n    userId\n    startedAt\n    lastEventAt\n    closedAt\n    duration\n    events\n    contentsViewed\n    views\n    plays\n    completions\n    watchTime {\n      total\n      average\n    }\n    impressions\n    likes\n    saves\n    comments\n    shares\n    clicks\n    skips\n    engagementRate\n  }\n}\n" as Typed<SessionAnalyticsQuery, SessionAnalyticsQueryVariables>;
export const ShareLinksDocument = "# Share links, newest first; with $of, those of a content, a creator or the platform.\nquery ShareLinks($of: OfInput, $first: Int = 20, $after: String) {\n  shareLinks(of: $of, first: $first, after: $after) {\n    totalCount\n    nodes {\n      linkId\n      contentId\n      creatorId\n      hasRange\n      origins\n      createdAt\n      expiresAt\n      revokedAt\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<ShareLinksQuery, ShareLinksQueryVariables>;
export const SocialAccountDocument = "# An account on a social network: its state, and its latest numbers, each with where it comes from.\nquery SocialAccount($accountId: ID!) {\n  socialAccount(accountId: $accountId) {\n    id\n    asOf\n    revision\n    workspaceId\n    network\n    handle\n    state\n    stateReason\n    stateSince\n    collectedAt\n    metrics {\n      followers {\n        ...SocialAccountNumber\n      }\n      following {\n        ...SocialAccountNumber\n      }\n      profileViews {\n        ...SocialAccountNumber\n      }\n      websiteClicks {\n        ...SocialAccountNumber\n      }\n      emailClicks {\n        ...SocialAccountNumber\n      }\n      impressions {\n        ...SocialAccountNumber\n      }\n      reach {\n        ...SocialAccountNumber\n      }\n      custom {\n        name\n        title\n        value\n        provenance\n        reason\n      }\n    }\n  }\n}\n\nfragment SocialAccountNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  apiVersion\n  grain\n  at\n  collectedAt\n}\n" as Typed<SocialAccountQuery, SocialAccountQueryVariables>;
export const SocialAccountsDocument = "# The accounts of a workspace with their latest numbers, the largest first.\nquery SocialAccounts(\n  $workspaceId: ID!\n  $sort: SocialAccountSort = FOLLOWERS\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  socialAccounts(workspaceId: $workspaceId, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      accountId\n      network\n      handle\n      state\n      collectedAt\n      metrics {\n        followers {\n          ...SocialAccountsNumber\n        }\n        profileViews {\n          ...SocialAccountsNumber\n        }\n        impressions {\n          ...SocialAccountsNumber\n        }\n        reach {\n          ...SocialAccountsNumber\n        }\n      }\n    }\n  }\n}\n\nfragment SocialAccountsNumber on SocialValue {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialAccountsQuery, SocialAccountsQueryVariables>;
export const SocialAggregatesDocument = "# A workspace or an account of social networks by hour, day, week or month: totals, averages and growth.\nquery SocialAggregates($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {\n  socialAggregates(of: $of, by: $by, range: $range) {\n    id\n    asOf\n    revision\n    isFinal\n    workspaceId\n    accountId\n    timezone\n    collectedAt\n    by\n    range {\n      start\n      end\n    }\n    points {\n      start\n      end\n      date\n      isFinal\n      ...SocialAggregatesFigures\n      custom {\n        name\n        value\n      }\n    }\n    totals {\n      ...SocialAggregatesFigures\n      custom {\n        name\n        title\n        value\n        provenance\n        reason\n      }\n    }\n  }\n}\n\nfragment SocialAggregatesFigures on SocialPeriod {\n  published {\n    total\n    posts\n    stories\n    reels\n  }\n  account {\n    followers {\n      ...SocialAggregatesGrowth\n    }\n    following {\n      ...SocialAggregatesGrowth\n    }\n    profileViews {\n      ...SocialAggregatesTotal\n    }\n    websiteClicks {\n      ...SocialAggregatesTotal\n    }\n    emailClicks {\n      ...SocialAggregatesTotal\n    }\n    impressions {\n      ...SocialAggregatesTotal\n    }\n    reach {\n      ...SocialAggregatesTotal\n    }\n  }\n  posts {\n    likes {\n      ...SocialAggregatesTotal\n    }\n    comments {\n      ...SocialAggregatesTotal\n    }\n    shares {\n      ...SocialAggregatesTotal\n    }\n    saves {\n      ...SocialAggregatesTotal\n    }\n    impressions {\n      ...SocialAggregatesTotal\n    }\n    views {\n      ...SocialAggregatesTotal\n    }\n    watchTime {\n      ...SocialAggregatesTotal\n    }\n  }\n}\n\nfragment SocialAggregatesGrowth on SocialGrowth {\n  value\n  growth\n  growthRate\n  average\n  min\n  max\n  provenance\n  reason\n}\n\nfragment SocialAggregatesTotal on SocialTotal {\n  total\n  average\n  min\n  max\n  provenance\n  reason\n}\n" as Typed<SocialAggregatesQuery, SocialAggregatesQueryVariables>;
export const SocialCollectionsDocument = "# The last collections of the accounts of a workspace, and how far those are that are under way.\nquery SocialCollections($workspaceId: ID!) {\n  socialCollections(workspaceId: $workspaceId) {\n    id\n    asOf\n    revision\n    accounts {\n      accountId\n      network\n      handle\n      state\n      stateReason\n      collectedAt\n      dueAt\n      collections {\n        startedAt\n        endedAt\n        duration\n        outcome\n        detail\n        calls\n        posts\n        postsDue\n      }\n    }\n  }\n}\n" as Typed<SocialCollectionsQuery, SocialCollectionsQueryVariables>;
export const SocialComparisonDocument = "# A workspace or an account of social networks, with the period before as overlay.\nquery SocialComparison($of: SocialOfInput!, $by: Interval!, $range: RangeInput) {\n  socialAggregates(of: $of, by: $by, range: $range, compare: true) {\n    id\n    asOf\n    revision\n    isFinal\n    timezone\n    points {\n      start\n      ...SocialComparisonFigures\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      points {\n        start\n        ...SocialComparisonFigures\n      }\n      totals {\n        ...SocialComparisonFigures\n      }\n      valueTotals {\n        ...SocialComparisonFigures\n      }\n    }\n  }\n}\n\nfragment SocialComparisonFigures on SocialPeriod {\n  published {\n    total\n  }\n  account {\n    followers {\n      value\n      growth\n      growthRate\n      provenance\n      reason\n    }\n    impressions {\n      ...SocialComparisonTotal\n    }\n  }\n  posts {\n    likes {\n      ...SocialComparisonTotal\n    }\n    comments {\n      ...SocialComparisonTotal\n    }\n    shares {\n      ...SocialComparisonTotal\n    }\n    views {\n      ...SocialComparisonTotal\n    }\n  }\n}\n\nfragment SocialComparisonTotal on SocialTotal {\n  total\n  provenance\n  reason\n}\n" as Typed<SocialComparisonQuery, SocialComparisonQueryVariables>;
export const SocialConnectionDocument = "# The accounts that may be connected, once the browser is back with the id of the connection.\nquery SocialConnection($id: ID!) {\n  socialConnection(id: $id) {\n    id\n    workspaceId\n    network\n    state\n    failure\n    reason\n    expiresAt\n    truncated\n    choices {\n      accountId\n      externalId\n      handle\n      name\n      workspaceId\n    }\n  }\n}\n" as Typed<SocialConnectionQuery, SocialConnectionQueryVariables>;
export const SocialCustomMetricsDocument = "# The metrics of social networks that the project defines.\nquery SocialCustomMetrics {\n  socialCustomMetrics {\n    id\n    asOf\n    revision\n    metrics {\n      name\n      title\n      kind\n      formula\n      createdAt\n    }\n  }\n}\n" as Typed<SocialCustomMetricsQuery, SocialCustomMetricsQueryVariables>;
export const SocialPostDocument = "# One post of a social network: its latest numbers, and what it had and gained by hour, day, week or month.\nquery SocialPost($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput) {\n  socialPost(accountId: $accountId, postId: $postId) {\n    id\n    asOf\n    revision\n    accountId\n    network\n    post {\n      id\n      postId\n      kind\n      title\n      url\n      publishedAt\n      collectedAt\n      goneAt\n      metrics {\n        likes {\n          ...SocialPostLatest\n        }\n        comments {\n          ...SocialPostLatest\n        }\n        shares {\n          ...SocialPostLatest\n        }\n        saves {\n          ...SocialPostLatest\n        }\n        impressions {\n          ...SocialPostLatest\n        }\n        reach {\n          ...SocialPostLatest\n        }\n        views {\n          ...SocialPostLatest\n        }\n        watchTime {\n          ...SocialPostLatest\n        }\n        completionRate {\n          ...SocialPostLatest\n        }\n        engagementRate {\n          ...SocialPostLatest\n        }\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n    series(by: $by, range: $range) {\n      by\n      timezone\n      range {\n        start\n        end\n      }\n      points {\n        ...SocialPostPoint\n      }\n      totals {\n        ...SocialPostPoint\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostLatest on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n\nfragment SocialPostPoint on SocialPostPeriod {\n  start\n  end\n  date\n  isFinal\n  values {\n    likes {\n      ...SocialPostNumber\n    }\n    comments {\n      ...SocialPostNumber\n    }\n    shares {\n      ...SocialPostNumber\n    }\n    saves {\n      ...SocialPostNumber\n    }\n    impressions {\n      ...SocialPostNumber\n    }\n    reach {\n      ...SocialPostNumber\n    }\n    views {\n      ...SocialPostNumber\n    }\n    watchTime {\n      ...SocialPostNumber\n    }\n    completionRate {\n      ...SocialPostNumber\n    }\n    engagementRate {\n      ...SocialPostNumber\n    }\n  }\n  gains {\n    likes {\n      ...SocialPostNumber\n    }\n    comments {\n      ...SocialPostNumber\n    }\n    shares {\n      ...SocialPostNumber\n    }\n    saves {\n      ...SocialPostNumber\n    }\n    impressions {\n      ...SocialPostNumber\n    }\n    reach {\n      ...SocialPostNumber\n    }\n    views {\n      ...SocialPostNumber\n    }\n    watchTime {\n      ...SocialPostNumber\n    }\n  }\n}\n\nfragment SocialPostNumber on SocialNumber {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialPostQuery, SocialPostQueryVariables>;
export const SocialPostComparisonDocument = "# What a post of a social network gained by hour, day, week or month, and in the period before.\nquery SocialPostComparison($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput!) {\n  socialPost(accountId: $accountId, postId: $postId) {\n    id\n    asOf\n    revision\n    series(by: $by, range: $range, compare: true) {\n      by\n      timezone\n      points {\n        ...SocialPostComparisonPoint\n      }\n      previous {\n        basis\n        range {\n          start\n          end\n        }\n        valueRange {\n          start\n          end\n        }\n        points {\n          ...SocialPostComparisonPoint\n        }\n        totals {\n          ...SocialPostComparisonPoint\n        }\n        valueTotals {\n          ...SocialPostComparisonPoint\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostComparisonPoint on SocialPostPeriod {\n  start\n  date\n  gains {\n    likes {\n      ...SocialPostComparisonNumber\n    }\n    comments {\n      ...SocialPostComparisonNumber\n    }\n    shares {\n      ...SocialPostComparisonNumber\n    }\n    saves {\n      ...SocialPostComparisonNumber\n    }\n    impressions {\n      ...SocialPostComparisonNumber\n    }\n    reach {\n      ...SocialPostComparisonNumber\n    }\n    views {\n      ...SocialPostComparisonNumber\n    }\n    watchTime {\n      ...SocialPostComparisonNumber\n    }\n  }\n}\n\nfragment SocialPostComparisonNumber on SocialNumber {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialPostComparisonQuery, SocialPostComparisonQueryVariables>;
export const SocialPostsDocument = "# The posts of a social account with their latest numbers: the newest first, or the largest.\nquery SocialPosts(\n  $accountId: ID!\n  $sort: SocialPostSort = RECENT\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n) {\n  socialPosts(accountId: $accountId, sort: $sort, first: $first, after: $after, last: $last, before: $before) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      id\n      postId\n      kind\n      title\n      url\n      publishedAt\n      collectedAt\n      goneAt\n      metrics {\n        likes {\n          ...SocialPostsNumber\n        }\n        comments {\n          ...SocialPostsNumber\n        }\n        shares {\n          ...SocialPostsNumber\n        }\n        saves {\n          ...SocialPostsNumber\n        }\n        impressions {\n          ...SocialPostsNumber\n        }\n        reach {\n          ...SocialPostsNumber\n        }\n        views {\n          ...SocialPostsNumber\n        }\n        watchTime {\n          ...SocialPostsNumber\n        }\n        completionRate {\n          ...SocialPostsNumber\n        }\n        engagementRate {\n          ...SocialPostsNumber\n        }\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostsNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n" as Typed<SocialPostsQuery, SocialPostsQueryVariables>;
export const SocialPublishedPostsDocument = "# The posts that were published in a range: their numbers together, and the best ones.\nquery SocialPublishedPosts(\n  $of: SocialOfInput!\n  $by: Interval!\n  $range: RangeInput\n  $topBy: SocialPostSort = ENGAGEMENT_RATE\n  $first: Int = 10\n) {\n  socialAggregates(of: $of, by: $by, range: $range) {\n    id\n    asOf\n    revision\n    range {\n      start\n      end\n    }\n    totals {\n      published {\n        total\n      }\n    }\n    perPost {\n      likes {\n        ...SocialPublishedPostsFigures\n      }\n      comments {\n        ...SocialPublishedPostsFigures\n      }\n      shares {\n        ...SocialPublishedPostsFigures\n      }\n      saves {\n        ...SocialPublishedPostsFigures\n      }\n      impressions {\n        ...SocialPublishedPostsFigures\n      }\n      reach {\n        ...SocialPublishedPostsFigures\n      }\n      views {\n        ...SocialPublishedPostsFigures\n      }\n      watchTime {\n        ...SocialPublishedPostsFigures\n      }\n      completionRate {\n        ...SocialPublishedPostsFigures\n      }\n      engagementRate {\n        ...SocialPublishedPostsFigures\n      }\n    }\n    topPosts(by: $topBy, first: $first) {\n      accountId\n      network\n      post {\n        id\n        postId\n        kind\n        title\n        url\n        publishedAt\n        metrics {\n          likes {\n            value\n          }\n          reach {\n            value\n          }\n          views {\n            value\n          }\n          engagementRate {\n            value\n            provenance\n            reason\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPublishedPostsFigures on SocialPerPost {\n  posts\n  total\n  average\n  min\n  max\n  provenance\n  reason\n}\n" as Typed<SocialPublishedPostsQuery, SocialPublishedPostsQueryVariables>;
export const SocialWorkspaceDocument = "# A workspace and the states of its social accounts.\nquery SocialWorkspace($workspaceId: ID!) {\n  socialWorkspace(workspaceId: $workspaceId) {\n    id\n    asOf\n    revision\n    workspaceId\n    name\n    timezone\n    createdAt\n    seriesDays\n    aggregatesDays\n    aggregatedAt\n    members\n    accounts {\n      accountId\n      network\n      handle\n      state\n      stateReason\n      stateSince\n      collectedAt\n    }\n  }\n}\n" as Typed<SocialWorkspaceQuery, SocialWorkspaceQueryVariables>;
export const SocialWorkspacesDocument = "# The workspaces of the project that the user may see, by their ids.\nquery SocialWorkspaces($first: Int = 20, $after: String, $last: Int, $before: String) {\n  socialWorkspaces(first: $first, after: $after, last: $last, before: $before) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      workspaceId\n      name\n      timezone\n      createdAt\n    }\n  }\n}\n" as Typed<SocialWorkspacesQuery, SocialWorkspacesQueryVariables>;
export const StreamAnalyticsDocument = "# A live stream: its viewers now, at most and on the average, who joins, what is written and given, minute by minute.\nquery StreamAnalytics($contentId: ID!, $minutes: Int = 180, $include: TrafficInput) {\n  streamAnalytics(contentId: $contentId, minutes: $minutes, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contentId\n    isLive\n    startedAt\n    endedAt\n    duration\n    concurrentViewers\n    peakConcurrentViewers\n    peakAt\n    averageConcurrentViewers\n    uniqueViewers\n    joins\n    watchTime\n    averageWatchTime\n    chatMessages\n    gifts\n    truncated\n    points {\n      start\n      peakConcurrentViewers\n      averageConcurrentViewers\n      joins\n      newViewers\n      chatMessages\n      gifts\n    }\n  }\n}\n" as Typed<StreamAnalyticsQuery, StreamAnalyticsQueryVariables>;
export const WeekHoursDocument = "# The views of a content, a creator or the platform by hour of the week: at most 168 rows.\nquery WeekHours(\n  $of: OfInput!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  breakdown(\n    of: $of\n    by: [WEEKDAY, HOUR]\n    range: $range\n    timezone: $timezone\n    first: 168\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    rows {\n      value\n      secondValue\n      views\n    }\n  }\n}\n" as Typed<WeekHoursQuery, WeekHoursQueryVariables>;
export const WriteKeysDocument = "# The write keys of the project, without the keys themselves.\nquery WriteKeys {\n  writeKeys {\n    id\n    asOf\n    revision\n    keys {\n      fingerprint\n      label\n      createdAt\n      expiresAt\n      revokedAt\n    }\n  }\n}\n" as Typed<WriteKeysQuery, WriteKeysQueryVariables>;
export const ActivityLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription ActivityLive($afterRevision: Long, $every: Duration) {\n  activity(afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    eventsPerSecond\n    minutes {\n      start\n      accepted\n      rejected\n    }\n    sockets\n    subscriptions\n  }\n}\n" as Typed<ActivityLiveSubscription, ActivityLiveSubscriptionVariables>;
export const AreaCountsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription AreaCountsLive(\n  $resolution: Int = 4\n  $box: BoxInput\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 100\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  areaCounts(\n    resolution: $resolution\n    box: $box\n    range: $range\n    timezone: $timezone\n    first: $first\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    resolution\n    cells\n    events\n    views\n    areas {\n      cell\n      events\n      views\n      centre {\n        latitude\n        longitude\n      }\n      boundary {\n        latitude\n        longitude\n      }\n    }\n  }\n}\n" as Typed<AreaCountsLiveSubscription, AreaCountsLiveSubscriptionVariables>;
export const BreakdownLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription BreakdownLive(\n  $of: OfInput!\n  $by: [Dimension!]!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $order: BreakdownOrder\n  $first: Int = 24\n  $after: String\n  $minimumViews: Int = 0\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  breakdown(\n    of: $of\n    by: $by\n    range: $range\n    timezone: $timezone\n    order: $order\n    first: $first\n    after: $after\n    minimumViews: $minimumViews\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    range {\n      start\n      end\n    }\n    uniqueViewersEstimated\n    rows {\n      value\n      label\n      secondValue\n      secondLabel\n      views\n      percentage\n      uniqueViewers\n      plays\n      watchTime\n      completions\n      completionRate\n      engagementEvents\n      engagementEventRate\n    }\n    other {\n      views\n      percentage\n      uniqueViewers\n      plays\n      watchTime\n      completions\n      completionRate\n      engagementEvents\n      engagementEventRate\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<BreakdownLiveSubscription, BreakdownLiveSubscriptionVariables>;
export const CohortsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription CohortsLive(\n  $start: EventConditionInput\n  $dimension: Dimension\n  $property: String\n  $by: CohortPeriodLength = WEEK\n  $periods: Int = 8\n  $currency: String\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  cohorts(\n    start: $start\n    dimension: $dimension\n    property: $property\n    by: $by\n    periods: $periods\n    currency: $currency\n    range: $range\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    currency\n    values\n    cohorts {\n      ...CohortsLiveLine\n    }\n    rest {\n      ...CohortsLiveLine\n    }\n  }\n}\n\nfragment CohortsLiveLine on Cohort {\n  label\n  start\n  size\n  periods {\n    number\n    isOpen\n    rate\n    watchTime\n    revenue\n    lifetimeValue\n  }\n}\n" as Typed<CohortsLiveSubscription, CohortsLiveSubscriptionVariables>;
export const ContentAnalyticsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription ContentAnalyticsLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contentId\n    timezone\n    range {\n      start\n      end\n    }\n    plays\n    completions\n    engagementScore\n    engagementRate\n    views {\n      total\n      unique\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n      median\n      medianEstimated\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    rewatch {\n      count\n      rate\n      loopPlays\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n    breakdown(by: COUNTRY, first: 10) {\n      rows {\n        value\n        label\n        views\n        percentage\n      }\n    }\n  }\n}\n" as Typed<ContentAnalyticsLiveSubscription, ContentAnalyticsLiveSubscriptionVariables>;
export const ContentAudienceLiveDocument = "# Live: the audience of a content: ages, genders, countries, cities, devices, platforms.\nsubscription ContentAudienceLive(\n  $contentId: ID!\n  $first: Int = 10\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    audience(first: $first) {\n      ageGroups {\n        ...ContentAudienceLiveShare\n      }\n      genders {\n        ...ContentAudienceLiveShare\n      }\n      countries {\n        ...ContentAudienceLiveShare\n      }\n      cities {\n        ...ContentAudienceLiveShare\n      }\n      devices {\n        ...ContentAudienceLiveShare\n      }\n      platforms {\n        ...ContentAudienceLiveShare\n      }\n    }\n  }\n}\n\nfragment ContentAudienceLiveShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<ContentAudienceLiveSubscription, ContentAudienceLiveSubscriptionVariables>;
export const ContentComparisonLiveDocument = "# Live: one content compared with the previous period, its creator's average or the platform's. Resume with the last revision as $afterRevision.\nsubscription ContentComparisonLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $to: Baseline = PREVIOUS_PERIOD\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    compare(to: $to, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...ContentComparisonLiveCompared\n      }\n      uniqueViewers {\n        ...ContentComparisonLiveCompared\n      }\n      watchTime {\n        ...ContentComparisonLiveCompared\n      }\n      averageWatchTime {\n        ...ContentComparisonLiveCompared\n      }\n      completionRate {\n        ...ContentComparisonLiveCompared\n      }\n      engagementRate {\n        ...ContentComparisonLiveCompared\n      }\n      qualityScore {\n        ...ContentComparisonLiveCompared\n      }\n      engagementScore {\n        ...ContentComparisonLiveCompared\n      }\n    }\n  }\n}\n\nfragment ContentComparisonLiveCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<ContentComparisonLiveSubscription, ContentComparisonLiveSubscriptionVariables>;
export const ContentCurvesLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription ContentCurvesLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $points: Int = 100\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(contentId: $contentId, range: $range, timezone: $timezone, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    plays: retention(curve: PLAYS, points: $points) {\n      curve\n      duration\n      views\n      playsWithoutPositions\n      viewers\n      estimated\n      points {\n        start\n        end\n        value\n        startedWatching\n        stoppedWatching\n      }\n    }\n    coverage: retention(curve: COVERAGE, points: $points) {\n      ...ContentCurvesLiveValues\n    }\n    relative: retention(curve: RELATIVE, points: $points) {\n      ...ContentCurvesLiveValues\n    }\n  }\n}\n\nfragment ContentCurvesLiveValues on Retention {\n  curve\n  viewers\n  estimated\n  points {\n    value\n  }\n}\n" as Typed<ContentCurvesLiveSubscription, ContentCurvesLiveSubscriptionVariables>;
export const ContentEngagementLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription ContentEngagementLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    views {\n      total\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n    }\n    interactions {\n      clicks\n      contacts\n      whatsapp\n      bookViewings\n    }\n    social: engagementRate(profile: SOCIAL)\n    discovery: engagementRate(profile: DISCOVERY)\n    listing: engagementRate(profile: LISTING)\n  }\n}\n" as Typed<ContentEngagementLiveSubscription, ContentEngagementLiveSubscriptionVariables>;
export const ContentRetentionLiveDocument = "# Live: the retention curve of a content. Resume with the last revision as $afterRevision.\nsubscription ContentRetentionLive(\n  $contentId: ID!\n  $range: RangeInput\n  $definition: String = \"start@1\"\n  $curve: RetentionCurve = PLAYS\n  $points: Int = 100\n  $slice: RetentionSlice\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(contentId: $contentId, range: $range, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    retention(curve: $curve, points: $points, slice: $slice) {\n      curve\n      duration\n      views\n      playsWithoutPositions\n      viewers\n      estimated\n      points {\n        start\n        end\n        value\n        startedWatching\n        stoppedWatching\n      }\n    }\n  }\n}\n" as Typed<ContentRetentionLiveSubscription, ContentRetentionLiveSubscriptionVariables>;
export const ContentScoresLiveDocument = "# Live: the quality, performance and engagement scores of one content, its rank, and benchmarks. Resume with the last revision as $afterRevision.\nsubscription ContentScoresLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    engagementScore\n    qualityScore {\n      score\n      completionPart\n      engagementPart\n      viralityPart\n      watchabilityPart\n    }\n    performanceScore {\n      score\n      viewThroughPart\n      averageWatchPart\n      savePart\n      sharePart\n      skipPart\n      boost\n      weights {\n        viewThrough\n        averageWatch\n        save\n        share\n        skip\n        fullWatch\n        fullSaveRate\n        fullShareRate\n      }\n    }\n    benchmarks {\n      rank\n      contents\n      percentile\n      scoredAt\n      qualityScore\n      versusCreator {\n        contents\n        average\n        difference\n      }\n      versusPlatform {\n        contents\n        average\n        difference\n      }\n    }\n  }\n}\n" as Typed<ContentScoresLiveSubscription, ContentScoresLiveSubscriptionVariables>;
export const ContentSocialPostsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription ContentSocialPostsLive(\n  $contentId: ID!\n  $range: RangeInput\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    views {\n      total\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n    }\n    socialPosts {\n      accountId\n      network\n      handle\n      post {\n        id\n        postId\n        kind\n        title\n        url\n        publishedAt\n        collectedAt\n        goneAt\n        metrics {\n          views {\n            ...ContentSocialPostsLiveNumber\n          }\n          likes {\n            ...ContentSocialPostsLiveNumber\n          }\n          comments {\n            ...ContentSocialPostsLiveNumber\n          }\n          shares {\n            ...ContentSocialPostsLiveNumber\n          }\n          saves {\n            ...ContentSocialPostsLiveNumber\n          }\n          impressions {\n            ...ContentSocialPostsLiveNumber\n          }\n          reach {\n            ...ContentSocialPostsLiveNumber\n          }\n          engagementRate {\n            ...ContentSocialPostsLiveNumber\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment ContentSocialPostsLiveNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n" as Typed<ContentSocialPostsLiveSubscription, ContentSocialPostsLiveSubscriptionVariables>;
export const ContentVelocityLiveDocument = "# Live: the views per hour of one content, and their trend. Resume with the last revision as $afterRevision.\nsubscription ContentVelocityLive(\n  $contentId: ID!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    velocity {\n      viewsPerHour\n      engagementsPerHour\n      sharesPerHour\n      previousViewsPerHour\n      peakViewsPerHour\n      peakAt\n      trend\n    }\n  }\n}\n" as Typed<ContentVelocityLiveSubscription, ContentVelocityLiveSubscriptionVariables>;
export const ContentWatchingLiveDocument = "# Live: the concurrent viewers of a content; the number falls by itself when viewers fall silent. Resume with the last revision as $afterRevision.\nsubscription ContentWatchingLive(\n  $contentId: ID!\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentAnalytics(\n    contentId: $contentId\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<ContentWatchingLiveSubscription, ContentWatchingLiveSubscriptionVariables>;
export const ContentsAnalyticsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription ContentsAnalyticsLive(\n  $contentIds: [ID!]!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  contentsAnalytics(\n    contentIds: $contentIds\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    totals {\n      views\n      uniqueViewers\n      watchTime\n      averageWatchTime\n      completionRate\n      likes\n      comments\n      shares\n      saves\n      engagementRate\n      engagementScore\n    }\n    contents {\n      contentId\n      type\n      title\n      caption\n      thumbnail\n      creatorId\n      publishedAt\n      duration\n      views\n      uniqueViewers\n      watchTime\n      averageWatchTime\n      completionRate\n      likes\n      comments\n      shares\n      saves\n      engagementRate\n      engagementScore\n      qualityScore\n    }\n  }\n}\n" as Typed<ContentsAnalyticsLiveSubscription, ContentsAnalyticsLiveSubscriptionVariables>;
export const CreatorAnalyticsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription CreatorAnalyticsLive(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n  $afterRevision: Long\n  $every: Duration\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    contents\n    timezone\n    range {\n      start\n      end\n    }\n    views {\n      total\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    uniqueViewers {\n      count\n      estimated\n    }\n    plays\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    engagements(profile: $profile)\n    engagementRate(profile: $profile)\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    sessions\n    averageSessionDuration\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n    topContents(first: 10) {\n      contentId\n      title\n      thumbnail\n      views\n      watchTime\n      completionRate\n      engagementScore\n    }\n  }\n}\n" as Typed<CreatorAnalyticsLiveSubscription, CreatorAnalyticsLiveSubscriptionVariables>;
export const CreatorAudienceLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription CreatorAudienceLive(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $first: Int = 10\n  $afterRevision: Long\n  $every: Duration\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    audience(first: $first) {\n      ageGroups {\n        ...CreatorAudienceLiveShare\n      }\n      genders {\n        ...CreatorAudienceLiveShare\n      }\n      countries {\n        ...CreatorAudienceLiveShare\n      }\n      cities {\n        ...CreatorAudienceLiveShare\n      }\n      devices {\n        ...CreatorAudienceLiveShare\n      }\n      platforms {\n        ...CreatorAudienceLiveShare\n      }\n    }\n  }\n}\n\nfragment CreatorAudienceLiveShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<CreatorAudienceLiveSubscription, CreatorAudienceLiveSubscriptionVariables>;
export const CreatorComparisonLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription CreatorComparisonLive(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $to: Baseline = PREVIOUS_PERIOD\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    compare(to: $to, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...CreatorComparisonLiveCompared\n      }\n      uniqueViewers {\n        ...CreatorComparisonLiveCompared\n      }\n      watchTime {\n        ...CreatorComparisonLiveCompared\n      }\n      averageWatchTime {\n        ...CreatorComparisonLiveCompared\n      }\n      completionRate {\n        ...CreatorComparisonLiveCompared\n      }\n      engagementRate {\n        ...CreatorComparisonLiveCompared\n      }\n      qualityScore {\n        ...CreatorComparisonLiveCompared\n      }\n      engagementScore {\n        ...CreatorComparisonLiveCompared\n      }\n    }\n  }\n}\n\nfragment CreatorComparisonLiveCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<CreatorComparisonLiveSubscription, CreatorComparisonLiveSubscriptionVariables>;
export const CreatorContentsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription CreatorContentsLive(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $search: String\n  $types: [ContentType!]\n  $sort: ContentSort = RECENT\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  creatorContents(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    search: $search\n    types: $types\n    sort: $sort\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        publishedAt\n        duration\n        views\n        uniqueViewers\n        watchTime\n        averageWatchTime\n        completionRate\n        likes\n        comments\n        shares\n        saves\n        engagementRate\n        engagementScore\n        qualityScore\n      }\n    }\n  }\n}\n" as Typed<CreatorContentsLiveSubscription, CreatorContentsLiveSubscriptionVariables>;
export const CreatorWatchingLiveDocument = "# Live: the concurrent viewers of a creator's contents, each counted once. Resume with the last revision as $afterRevision.\nsubscription CreatorWatchingLive(\n  $creatorId: ID\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  creatorAnalytics(\n    creatorId: $creatorId\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<CreatorWatchingLiveSubscription, CreatorWatchingLiveSubscriptionVariables>;
export const CreatorsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription CreatorsLive(\n  $search: String\n  $by: CreatorsBy = VIEWS\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  creators(\n    search: $search\n    by: $by\n    range: $range\n    timezone: $timezone\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    by\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        creatorId\n        name\n        picture\n        views\n        plays\n        watchTime\n        completions\n        likes\n        comments\n        shares\n        saves\n        follows\n      }\n    }\n  }\n}\n" as Typed<CreatorsLiveSubscription, CreatorsLiveSubscriptionVariables>;
export const DefinitionsLiveDocument = "# Live: the definitions of a view, sent once: they change only with the version of the server.\nsubscription DefinitionsLive($afterRevision: Long, $every: Duration) {\n  definitions(afterRevision: $afterRevision, every: $every) {\n    name\n    title\n    text\n  }\n}\n" as Typed<DefinitionsLiveSubscription, DefinitionsLiveSubscriptionVariables>;
export const ErasureLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription ErasureLive($id: ID!, $afterRevision: Long, $every: Duration) {\n  erasure(id: $id, afterRevision: $afterRevision, every: $every) {\n    id\n    revision\n    erasureId\n    state\n    requestedAt\n    deadline\n    finishedAt\n    tables {\n      table\n      rows\n    }\n  }\n}\n" as Typed<ErasureLiveSubscription, ErasureLiveSubscriptionVariables>;
export const EventCountsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription EventCountsLive(\n  $by: Interval!\n  $types: [EventType!]\n  $names: [String!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  eventCounts(\n    by: $by\n    types: $types\n    names: $names\n    range: $range\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    truncated\n    range {\n      start\n      end\n    }\n    points {\n      start\n      date\n      isFinal\n      total\n      counts {\n        type\n        name\n        family\n        count\n      }\n    }\n    totals {\n      total\n      counts {\n        type\n        name\n        family\n        count\n      }\n    }\n  }\n}\n" as Typed<EventCountsLiveSubscription, EventCountsLiveSubscriptionVariables>;
export const EventDashboardLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription EventDashboardLive(\n  $timeframe: String = \"7d\"\n  $by: Interval = DAY\n  $topEvents: Int = 10\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  eventDashboard(\n    timeframe: $timeframe\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    timeframe\n    timezone\n    range {\n      start\n      end\n    }\n    totals {\n      events\n      viewers {\n        count\n        estimated\n      }\n      sessions\n      views\n      watchTime\n      previous {\n        basis\n        range {\n          start\n          end\n        }\n        valueRange {\n          start\n          end\n        }\n        events {\n          ...EventDashboardLiveCompared\n        }\n        viewers {\n          ...EventDashboardLiveCompared\n        }\n        sessions {\n          ...EventDashboardLiveCompared\n        }\n        views {\n          ...EventDashboardLiveCompared\n        }\n        watchTime {\n          ...EventDashboardLiveCompared\n        }\n      }\n    }\n    series(by: $by) {\n      by\n      truncated\n      points {\n        start\n        date\n        isFinal\n        total\n        counts {\n          type\n          name\n          count\n        }\n      }\n    }\n    topEvents(first: $topEvents) {\n      type\n      name\n      family\n      count\n      percentage\n      previous {\n        ...EventDashboardLiveCompared\n      }\n    }\n    revenue {\n      orders\n      buyers\n      totals {\n        currency\n        decimals\n        gross\n        refunds\n        net\n        gifts\n        orders\n        averageOrder\n      }\n      previous {\n        totals {\n          currency\n          net {\n            ...EventDashboardLiveCompared\n          }\n        }\n      }\n    }\n    funnels {\n      name\n      analytics {\n        asOf\n        revision\n        order\n        window\n        started\n        converted\n        conversionRate\n        dropped\n        incomplete\n        steps {\n          number\n          name\n          viewers\n          conversionRate\n          stepConversionRate\n          dropped\n          incomplete\n          sincePrevious {\n            median\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment EventDashboardLiveCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<EventDashboardLiveSubscription, EventDashboardLiveSubscriptionVariables>;
export const EventsInBoxLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription EventsInBoxLive(\n  $box: BoxInput!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  eventsInBox(\n    box: $box\n    range: $range\n    timezone: $timezone\n    types: $types\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        occurredAt\n        latitude\n        longitude\n        precise\n        distance\n      }\n    }\n  }\n}\n" as Typed<EventsInBoxLiveSubscription, EventsInBoxLiveSubscriptionVariables>;
export const EventsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription EventsLive(\n  $filter: EventsFilterInput\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  events(\n    filter: $filter\n    range: $range\n    timezone: $timezone\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    timezone\n    range {\n      start\n      end\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        name\n        contentId\n        title\n        creatorId\n        userId\n        sessionId\n        occurredAt\n        receivedAt\n        watchTime\n        position\n        properties\n      }\n    }\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<EventsLiveSubscription, EventsLiveSubscriptionVariables>;
export const EventsNearLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription EventsNearLive(\n  $point: PointInput!\n  $radius: Float!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  eventsNear(\n    point: $point\n    radius: $radius\n    range: $range\n    timezone: $timezone\n    types: $types\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        occurredAt\n        latitude\n        longitude\n        precise\n        distance\n      }\n    }\n  }\n}\n" as Typed<EventsNearLiveSubscription, EventsNearLiveSubscriptionVariables>;
export const FunnelBreakdownLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription FunnelBreakdownLive(\n  $steps: [FunnelStepInput!]!\n  $by: Dimension!\n  $of: FunnelValueOf = FIRST\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  funnel(steps: $steps, order: $order, window: $window, range: $range, timezone: $timezone, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    revision\n    started\n    converted\n    conversionRate\n    breakdown(by: $by, of: $of) {\n      by\n      values\n      rows {\n        value\n        label\n        started\n        converted\n        conversionRate\n        steps {\n          number\n          viewers\n          conversionRate\n        }\n      }\n      rest {\n        started\n        converted\n        conversionRate\n      }\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      started\n      converted\n      conversionRate\n    }\n  }\n}\n" as Typed<FunnelBreakdownLiveSubscription, FunnelBreakdownLiveSubscriptionVariables>;
export const FunnelLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription FunnelLive(\n  $steps: [FunnelStepInput!]!\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $exclusions: [FunnelExclusionInput!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  funnel(\n    steps: $steps\n    order: $order\n    window: $window\n    exclusions: $exclusions\n    range: $range\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    order\n    window\n    timezone\n    range {\n      start\n      end\n    }\n    started\n    converted\n    conversionRate\n    dropped\n    incomplete\n    steps {\n      number\n      name\n      optional\n      viewers\n      conversionRate\n      stepConversionRate\n      dropped\n      dropOffRate\n      incomplete\n      sincePrevious {\n        median\n        medianEstimated\n        histogram {\n          from\n          to\n          viewers\n        }\n      }\n      sinceFirst {\n        median\n      }\n    }\n  }\n}\n" as Typed<FunnelLiveSubscription, FunnelLiveSubscriptionVariables>;
export const FunnelViewersLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription FunnelViewersLive(\n  $steps: [FunnelStepInput!]!\n  $step: Int!\n  $kind: FunnelViewersOf = REACHED\n  $order: FunnelOrder = ORDERED\n  $window: Duration = \"7d\"\n  $exclusions: [FunnelExclusionInput!]\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  funnel(\n    steps: $steps\n    order: $order\n    window: $window\n    exclusions: $exclusions\n    range: $range\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    revision\n    viewers(step: $step, kind: $kind, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      edges {\n        cursor\n        node {\n          kind\n          id\n          isSuspect\n        }\n      }\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n    }\n  }\n}\n" as Typed<FunnelViewersLiveSubscription, FunnelViewersLiveSubscriptionVariables>;
export const InteractionHistoryLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription InteractionHistoryLive(\n  $userId: ID\n  $sessionId: ID\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  interactionHistory(\n    userId: $userId\n    sessionId: $sessionId\n    types: $types\n    first: $first\n    after: $after\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        title\n        creatorId\n        userId\n        sessionId\n        occurredAt\n        receivedAt\n        watchTime\n        position\n        properties\n      }\n    }\n  }\n}\n" as Typed<InteractionHistoryLiveSubscription, InteractionHistoryLiveSubscriptionVariables>;
export const LikeStateLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription LikeStateLive(\n  $contentIds: [ID!]!\n  $userId: ID\n  $sessionId: ID\n  $afterRevision: Long\n  $every: Duration\n) {\n  likeState(\n    contentIds: $contentIds\n    userId: $userId\n    sessionId: $sessionId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    states {\n      contentId\n      liked\n      since\n    }\n  }\n}\n" as Typed<LikeStateLiveSubscription, LikeStateLiveSubscriptionVariables>;
export const MyDashboardLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription MyDashboardLive(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $creatorId: ID\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n  $afterRevision: Long\n  $every: Duration\n) {\n  myDashboard(\n    range: $range\n    timezone: $timezone\n    creatorId: $creatorId\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    range {\n      start\n      end\n    }\n    timezone\n    overview {\n      contents\n      views {\n        total\n        organic\n        following\n        profile\n        hashtag\n        search\n        direct\n        other\n      }\n      uniqueViewers {\n        count\n        estimated\n      }\n      plays\n      watchTime {\n        total\n        average\n      }\n      completion {\n        rate\n      }\n      engagement {\n        likes\n        comments\n        shares\n        saves\n      }\n      engagements(profile: $profile)\n      engagementRate(profile: $profile)\n      sessions\n      averageSessionDuration\n      series(by: DAY) {\n        truncated\n        points {\n          date\n          start\n          views\n          uniqueViewers\n          plays\n          watchTime\n          completionRate\n          engagementRate(profile: $profile)\n          likes\n          comments\n          shares\n          saves\n          clicks\n          sessions\n        }\n      }\n    }\n    topContents(first: 10) {\n      contentId\n      title\n      thumbnail\n      views\n      watchTime\n      completionRate\n      engagementScore\n    }\n    reactions {\n      reaction\n      count\n      percentage\n    }\n    comparison(profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...MyDashboardLiveCompared\n      }\n      uniqueViewers {\n        ...MyDashboardLiveCompared\n      }\n      watchTime {\n        ...MyDashboardLiveCompared\n      }\n      averageWatchTime {\n        ...MyDashboardLiveCompared\n      }\n      completionRate {\n        ...MyDashboardLiveCompared\n      }\n      engagementRate {\n        ...MyDashboardLiveCompared\n      }\n      qualityScore {\n        ...MyDashboardLiveCompared\n      }\n      engagementScore {\n        ...MyDashboardLiveCompared\n      }\n    }\n  }\n}\n\nfragment MyDashboardLiveCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<MyDashboardLiveSubscription, MyDashboardLiveSubscriptionVariables>;
export const NewestEventsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription NewestEventsLive(\n  $range: RangeInput\n  $first: Int = 50\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  events(\n    range: $range\n    first: $first\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    edges {\n      node {\n        eventId\n        type\n        name\n        contentId\n        title\n        country\n        device\n        occurredAt\n      }\n    }\n  }\n}\n" as Typed<NewestEventsLiveSubscription, NewestEventsLiveSubscriptionVariables>;
export const PlatformAnalyticsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription PlatformAnalyticsLive(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $creatorId: ID\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $profile: EngagementProfile = SOCIAL\n  $afterRevision: Long\n  $every: Duration\n) {\n  platformAnalytics(\n    range: $range\n    timezone: $timezone\n    creatorId: $creatorId\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    creatorId\n    timezone\n    range {\n      start\n      end\n    }\n    views {\n      total\n      organic\n      following\n      profile\n      hashtag\n      search\n      direct\n      other\n    }\n    uniqueViewers {\n      count\n      estimated\n    }\n    plays\n    impressions {\n      total\n      feedViews\n      swipedAway\n    }\n    watchTime {\n      total\n      average\n    }\n    averagePlaybackRate\n    completion {\n      full\n      over75\n      over50\n      over25\n      under25\n      weightedRate\n      rate\n    }\n    engagement {\n      likes\n      comments\n      shares\n      saves\n      duets\n      stitches\n      soundUses\n      follows\n      likeEvents\n      unlikeEvents\n      saveEvents\n      unsaveEvents\n    }\n    engagements(profile: $profile)\n    engagementRate(profile: $profile)\n    negative {\n      notInterested\n      reports\n      hides\n      unfollows\n    }\n    interactions {\n      clicks\n      skips\n      contacts\n      whatsapp\n      bookViewings\n    }\n    sessions\n    averageSessionDuration\n    devices {\n      mobile\n      tablet\n      desktop\n      tv\n    }\n    platforms {\n      ios\n      android\n      web\n    }\n  }\n}\n" as Typed<PlatformAnalyticsLiveSubscription, PlatformAnalyticsLiveSubscriptionVariables>;
export const PlatformAudienceLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription PlatformAudienceLive(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $first: Int = 10\n  $afterRevision: Long\n  $every: Duration\n) {\n  platformAnalytics(range: $range, timezone: $timezone, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    audience(first: $first) {\n      ageGroups {\n        ...PlatformAudienceLiveShare\n      }\n      genders {\n        ...PlatformAudienceLiveShare\n      }\n      countries {\n        ...PlatformAudienceLiveShare\n      }\n      cities {\n        ...PlatformAudienceLiveShare\n      }\n      devices {\n        ...PlatformAudienceLiveShare\n      }\n      platforms {\n        ...PlatformAudienceLiveShare\n      }\n    }\n  }\n}\n\nfragment PlatformAudienceLiveShare on ViewsShare {\n  value\n  label\n  views\n  percentage\n}\n" as Typed<PlatformAudienceLiveSubscription, PlatformAudienceLiveSubscriptionVariables>;
export const PlatformComparisonLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription PlatformComparisonLive(\n  $creatorId: ID\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $profile: EngagementProfile = SOCIAL\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  platformAnalytics(\n    creatorId: $creatorId\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    compare(to: PREVIOUS_PERIOD, profile: $profile) {\n      to\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      views {\n        ...PlatformComparisonLiveCompared\n      }\n      uniqueViewers {\n        ...PlatformComparisonLiveCompared\n      }\n      watchTime {\n        ...PlatformComparisonLiveCompared\n      }\n      averageWatchTime {\n        ...PlatformComparisonLiveCompared\n      }\n      completionRate {\n        ...PlatformComparisonLiveCompared\n      }\n      engagementRate {\n        ...PlatformComparisonLiveCompared\n      }\n      engagementScore {\n        ...PlatformComparisonLiveCompared\n      }\n    }\n  }\n}\n\nfragment PlatformComparisonLiveCompared on ComparedValue {\n  value\n  baseline\n  change\n  changePercent\n}\n" as Typed<PlatformComparisonLiveSubscription, PlatformComparisonLiveSubscriptionVariables>;
export const PlatformStatsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription PlatformStatsLive(\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  platformStats(\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contents\n    cataloguedContents\n    creators\n    views\n    plays\n    watchTime\n    uniqueViewers {\n      count\n      estimated\n    }\n    sessions\n    openSessions\n    staleScores\n    pendingBatches\n    pendingEvents\n    lag\n  }\n}\n" as Typed<PlatformStatsLiveSubscription, PlatformStatsLiveSubscriptionVariables>;
export const PlatformWatchingLiveDocument = "# Live: the concurrent viewers of all contents, each counted once. Resume with the last revision as $afterRevision.\nsubscription PlatformWatchingLive($include: TrafficInput, $afterRevision: Long, $every: Duration) {\n  platformAnalytics(include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    concurrentViewers\n  }\n}\n" as Typed<PlatformWatchingLiveSubscription, PlatformWatchingLiveSubscriptionVariables>;
export const RealtimeLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription RealtimeLive(\n  $of: OfInput!\n  $minutes: Int = 30\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  realtime(\n    of: $of\n    minutes: $minutes\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    points {\n      start\n      isFinal\n      ...RealtimeLiveFigures\n    }\n    totals {\n      ...RealtimeLiveFigures\n    }\n    concurrentViewers\n    top {\n      contentId\n      title\n      thumbnail\n      creatorId\n      views\n      concurrentViewers\n    }\n  }\n}\n\nfragment RealtimeLiveFigures on Point {\n  views\n  uniqueViewers\n  plays\n  watchTime\n  likes\n  comments\n  shares\n}\n" as Typed<RealtimeLiveSubscription, RealtimeLiveSubscriptionVariables>;
export const RetentionLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription RetentionLive(\n  $start: EventConditionInput!\n  $returns: EventConditionInput\n  $by: CohortPeriodLength = WEEK\n  $periods: Int = 8\n  $rolling: Boolean = false\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  retention(\n    start: $start\n    returns: $returns\n    by: $by\n    periods: $periods\n    rolling: $rolling\n    range: $range\n    timezone: $timezone\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    range {\n      start\n      end\n    }\n    cohorts {\n      start\n      size\n      periods {\n        number\n        isOpen\n        retained\n        rate\n      }\n    }\n    means {\n      number\n      rate\n    }\n  }\n}\n" as Typed<RetentionLiveSubscription, RetentionLiveSubscriptionVariables>;
export const RevenueBreakdownLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription RevenueBreakdownLive(\n  $of: SalesOfInput!\n  $currency: String!\n  $by: SoldBy!\n  $order: SoldOrder = GROSS\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $include: TrafficInput\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  revenue(of: $of, currency: $currency, range: $range, timezone: $timezone, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    range {\n      start\n      end\n    }\n    breakdown(by: $by, order: $order, first: $first, after: $after, last: $last, before: $before) {\n      by\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          value\n          label\n          money {\n            currency\n            decimals\n            gross\n            refunds\n            net\n            gifts\n            orders\n            averageOrder\n            buyers\n            spend\n            returnOnSpend\n          }\n        }\n      }\n    }\n  }\n}\n" as Typed<RevenueBreakdownLiveSubscription, RevenueBreakdownLiveSubscriptionVariables>;
export const RevenueLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription RevenueLive(\n  $of: SalesOfInput!\n  $currency: String\n  $by: Interval!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  revenue(\n    of: $of\n    currency: $currency\n    range: $range\n    timezone: $timezone\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    timezone\n    currency\n    range {\n      start\n      end\n    }\n    orders\n    buyers\n    views\n    conversion\n    totals {\n      ...RevenueLiveMoney\n    }\n    series(by: $by) {\n      by\n      truncated\n      points {\n        start\n        date\n        isFinal\n        totals {\n          currency\n          gross\n          net\n          orders\n          spend\n        }\n      }\n    }\n    previous {\n      basis\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      orders {\n        value\n        baseline\n        changePercent\n      }\n      totals {\n        currency\n        decimals\n        gross {\n          value\n          baseline\n          changePercent\n        }\n        net {\n          value\n          baseline\n          changePercent\n        }\n      }\n    }\n  }\n}\n\nfragment RevenueLiveMoney on Money {\n  currency\n  decimals\n  gross\n  refunds\n  net\n  gifts\n  orders\n  averageOrder\n  buyers\n  spend\n  returnOnSpend\n}\n" as Typed<RevenueLiveSubscription, RevenueLiveSubscriptionVariables>;
export const SaveStateLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription SaveStateLive(\n  $contentIds: [ID!]!\n  $userId: ID\n  $sessionId: ID\n  $afterRevision: Long\n  $every: Duration\n) {\n  saveState(\n    contentIds: $contentIds\n    userId: $userId\n    sessionId: $sessionId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    states {\n      contentId\n      saved\n      since\n    }\n  }\n}\n" as Typed<SaveStateLiveSubscription, SaveStateLiveSubscriptionVariables>;
export const SavedContentsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription SavedContentsLive(\n  $userId: ID\n  $first: Int = 20\n  $after: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  savedContents(\n    userId: $userId\n    first: $first\n    after: $after\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        savedAt\n      }\n    }\n  }\n}\n" as Typed<SavedContentsLiveSubscription, SavedContentsLiveSubscriptionVariables>;
export const SchemaUsageLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SchemaUsageLive(\n  $types: [EventType!]\n  $names: [String!]\n  $days: Int = 30\n  $onlyDeprecated: Boolean = false\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  schemaUsage(\n    types: $types\n    names: $names\n    days: $days\n    onlyDeprecated: $onlyDeprecated\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    edges {\n      cursor\n      node {\n        type\n        name\n        version\n        state\n        retiresOn\n        sdk\n        appVersion\n        events\n        lastDay\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n  }\n}\n" as Typed<SchemaUsageLiveSubscription, SchemaUsageLiveSubscriptionVariables>;
export const SeriesLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SeriesLive(\n  $of: OfInput!\n  $by: Interval!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $compare: Boolean = false\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  series(\n    of: $of\n    by: $by\n    range: $range\n    timezone: $timezone\n    compare: $compare\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    by\n    timezone\n    range {\n      start\n      end\n    }\n    truncated\n    uniqueViewersEstimated\n    points {\n      start\n      end\n      date\n      isFinal\n      ...SeriesLiveFigures\n    }\n    totals {\n      ...SeriesLiveFigures\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      points {\n        start\n        ...SeriesLiveFigures\n      }\n      truncated\n      totals {\n        ...SeriesLiveFigures\n      }\n      valueTotals {\n        ...SeriesLiveFigures\n      }\n    }\n  }\n}\n\nfragment SeriesLiveFigures on Point {\n  views\n  uniqueViewers\n  plays\n  watchTime\n  averageWatchTime\n  completions\n  completionRate\n  likes\n  comments\n  shares\n  saves\n  follows\n  impressions\n  engagementRate\n  sessions\n}\n" as Typed<SeriesLiveSubscription, SeriesLiveSubscriptionVariables>;
export const SessionAnalyticsLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription SessionAnalyticsLive(\n  $sessionId: ID!\n  $number: Int\n  $definition: String = \"start@1\"\n  $afterRevision: Long\n  $every: Duration\n) {\n  sessionAnalytics(\n    sessionId: $sessionId\n    number: $number\n    definition: $definition\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    sessionId\n    number\n    sessions\n    userId\n    startedAt\n    lastEventAt\n    closedAt\n    duration\n    events\n    contentsViewed\n    views\n    plays\n    completions\n    watchTime {\n      total\n      average\n    }\n    impressions\n    likes\n    saves\n    comments\n    shares\n    clicks\n    skips\n    engagementRate\n  }\n}\n" as Typed<SessionAnalyticsLiveSubscription, SessionAnalyticsLiveSubscriptionVariables>;
export const SocialAccountLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialAccountLive($accountId: ID!, $afterRevision: Long, $every: Duration) {\n  socialAccount(\n    accountId: $accountId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    workspaceId\n    network\n    handle\n    state\n    stateReason\n    stateSince\n    collectedAt\n    metrics {\n      followers {\n        ...SocialAccountLiveNumber\n      }\n      following {\n        ...SocialAccountLiveNumber\n      }\n      profileViews {\n        ...SocialAccountLiveNumber\n      }\n      websiteClicks {\n        ...SocialAccountLiveNumber\n      }\n      emailClicks {\n        ...SocialAccountLiveNumber\n      }\n      impressions {\n        ...SocialAccountLiveNumber\n      }\n      reach {\n        ...SocialAccountLiveNumber\n      }\n      custom {\n        name\n        title\n        value\n        provenance\n        reason\n      }\n    }\n  }\n}\n\nfragment SocialAccountLiveNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  apiVersion\n  grain\n  at\n  collectedAt\n}\n" as Typed<SocialAccountLiveSubscription, SocialAccountLiveSubscriptionVariables>;
export const SocialAccountsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialAccountsLive(\n  $workspaceId: ID!\n  $sort: SocialAccountSort = FOLLOWERS\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialAccounts(workspaceId: $workspaceId, sort: $sort, first: $first, after: $after, last: $last, before: $before, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      accountId\n      network\n      handle\n      state\n      collectedAt\n      metrics {\n        followers {\n          ...SocialAccountsLiveNumber\n        }\n        profileViews {\n          ...SocialAccountsLiveNumber\n        }\n        impressions {\n          ...SocialAccountsLiveNumber\n        }\n        reach {\n          ...SocialAccountsLiveNumber\n        }\n      }\n    }\n  }\n}\n\nfragment SocialAccountsLiveNumber on SocialValue {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialAccountsLiveSubscription, SocialAccountsLiveSubscriptionVariables>;
export const SocialAggregatesLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialAggregatesLive(\n  $of: SocialOfInput!\n  $by: Interval!\n  $range: RangeInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialAggregates(\n    of: $of\n    by: $by\n    range: $range\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    workspaceId\n    accountId\n    timezone\n    collectedAt\n    by\n    range {\n      start\n      end\n    }\n    points {\n      start\n      end\n      date\n      isFinal\n      ...SocialAggregatesLiveFigures\n      custom {\n        name\n        value\n      }\n    }\n    totals {\n      ...SocialAggregatesLiveFigures\n      custom {\n        name\n        title\n        value\n        provenance\n        reason\n      }\n    }\n  }\n}\n\nfragment SocialAggregatesLiveFigures on SocialPeriod {\n  published {\n    total\n    posts\n    stories\n    reels\n  }\n  account {\n    followers {\n      ...SocialAggregatesLiveGrowth\n    }\n    following {\n      ...SocialAggregatesLiveGrowth\n    }\n    profileViews {\n      ...SocialAggregatesLiveTotal\n    }\n    websiteClicks {\n      ...SocialAggregatesLiveTotal\n    }\n    emailClicks {\n      ...SocialAggregatesLiveTotal\n    }\n    impressions {\n      ...SocialAggregatesLiveTotal\n    }\n    reach {\n      ...SocialAggregatesLiveTotal\n    }\n  }\n  posts {\n    likes {\n      ...SocialAggregatesLiveTotal\n    }\n    comments {\n      ...SocialAggregatesLiveTotal\n    }\n    shares {\n      ...SocialAggregatesLiveTotal\n    }\n    saves {\n      ...SocialAggregatesLiveTotal\n    }\n    impressions {\n      ...SocialAggregatesLiveTotal\n    }\n    views {\n      ...SocialAggregatesLiveTotal\n    }\n    watchTime {\n      ...SocialAggregatesLiveTotal\n    }\n  }\n}\n\nfragment SocialAggregatesLiveGrowth on SocialGrowth {\n  value\n  growth\n  growthRate\n  average\n  min\n  max\n  provenance\n  reason\n}\n\nfragment SocialAggregatesLiveTotal on SocialTotal {\n  total\n  average\n  min\n  max\n  provenance\n  reason\n}\n" as Typed<SocialAggregatesLiveSubscription, SocialAggregatesLiveSubscriptionVariables>;
export const SocialCollectionsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialCollectionsLive($workspaceId: ID!, $afterRevision: Long, $every: Duration) {\n  socialCollections(\n    workspaceId: $workspaceId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    accounts {\n      accountId\n      network\n      handle\n      state\n      stateReason\n      collectedAt\n      dueAt\n      collections {\n        startedAt\n        endedAt\n        duration\n        outcome\n        detail\n        calls\n        posts\n        postsDue\n      }\n    }\n  }\n}\n" as Typed<SocialCollectionsLiveSubscription, SocialCollectionsLiveSubscriptionVariables>;
export const SocialComparisonLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialComparisonLive(\n  $of: SocialOfInput!\n  $by: Interval!\n  $range: RangeInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialAggregates(\n    of: $of\n    by: $by\n    range: $range\n    compare: true\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    timezone\n    points {\n      start\n      ...SocialComparisonLiveFigures\n    }\n    previous {\n      range {\n        start\n        end\n      }\n      valueRange {\n        start\n        end\n      }\n      basis\n      points {\n        start\n        ...SocialComparisonLiveFigures\n      }\n      totals {\n        ...SocialComparisonLiveFigures\n      }\n      valueTotals {\n        ...SocialComparisonLiveFigures\n      }\n    }\n  }\n}\n\nfragment SocialComparisonLiveFigures on SocialPeriod {\n  published {\n    total\n  }\n  account {\n    followers {\n      value\n      growth\n      growthRate\n      provenance\n      reason\n    }\n    impressions {\n      ...SocialComparisonLiveTotal\n    }\n  }\n  posts {\n    likes {\n      ...SocialComparisonLiveTotal\n    }\n    comments {\n      ...SocialComparisonLiveTotal\n    }\n    shares {\n      ...SocialComparisonLiveTotal\n    }\n    views {\n      ...SocialComparisonLiveTotal\n    }\n  }\n}\n\nfragment SocialComparisonLiveTotal on SocialTotal {\n  total\n  provenance\n  reason\n}\n" as Typed<SocialComparisonLiveSubscription, SocialComparisonLiveSubscriptionVariables>;
export const SocialCustomMetricsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialCustomMetricsLive($afterRevision: Long, $every: Duration) {\n  socialCustomMetrics(afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    metrics {\n      name\n      title\n      kind\n      formula\n      createdAt\n    }\n  }\n}\n" as Typed<SocialCustomMetricsLiveSubscription, SocialCustomMetricsLiveSubscriptionVariables>;
export const SocialPostComparisonLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialPostComparisonLive($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput!, $afterRevision: Long, $every: Duration) {\n  socialPost(\n    accountId: $accountId\n    postId: $postId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    series(by: $by, range: $range, compare: true) {\n      by\n      timezone\n      points {\n        ...SocialPostComparisonLivePoint\n      }\n      previous {\n        basis\n        range {\n          start\n          end\n        }\n        valueRange {\n          start\n          end\n        }\n        points {\n          ...SocialPostComparisonLivePoint\n        }\n        totals {\n          ...SocialPostComparisonLivePoint\n        }\n        valueTotals {\n          ...SocialPostComparisonLivePoint\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostComparisonLivePoint on SocialPostPeriod {\n  start\n  date\n  gains {\n    likes {\n      ...SocialPostComparisonLiveNumber\n    }\n    comments {\n      ...SocialPostComparisonLiveNumber\n    }\n    shares {\n      ...SocialPostComparisonLiveNumber\n    }\n    saves {\n      ...SocialPostComparisonLiveNumber\n    }\n    impressions {\n      ...SocialPostComparisonLiveNumber\n    }\n    reach {\n      ...SocialPostComparisonLiveNumber\n    }\n    views {\n      ...SocialPostComparisonLiveNumber\n    }\n    watchTime {\n      ...SocialPostComparisonLiveNumber\n    }\n  }\n}\n\nfragment SocialPostComparisonLiveNumber on SocialNumber {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialPostComparisonLiveSubscription, SocialPostComparisonLiveSubscriptionVariables>;
export const SocialPostLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialPostLive($accountId: ID!, $postId: ID!, $by: Interval!, $range: RangeInput, $afterRevision: Long, $every: Duration) {\n  socialPost(\n    accountId: $accountId\n    postId: $postId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    accountId\n    network\n    post {\n      id\n      postId\n      kind\n      title\n      url\n      publishedAt\n      collectedAt\n      goneAt\n      metrics {\n        likes {\n          ...SocialPostLiveLatest\n        }\n        comments {\n          ...SocialPostLiveLatest\n        }\n        shares {\n          ...SocialPostLiveLatest\n        }\n        saves {\n          ...SocialPostLiveLatest\n        }\n        impressions {\n          ...SocialPostLiveLatest\n        }\n        reach {\n          ...SocialPostLiveLatest\n        }\n        views {\n          ...SocialPostLiveLatest\n        }\n        watchTime {\n          ...SocialPostLiveLatest\n        }\n        completionRate {\n          ...SocialPostLiveLatest\n        }\n        engagementRate {\n          ...SocialPostLiveLatest\n        }\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n    series(by: $by, range: $range) {\n      by\n      timezone\n      range {\n        start\n        end\n      }\n      points {\n        ...SocialPostLivePoint\n      }\n      totals {\n        ...SocialPostLivePoint\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostLiveLatest on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n\nfragment SocialPostLivePoint on SocialPostPeriod {\n  start\n  end\n  date\n  isFinal\n  values {\n    likes {\n      ...SocialPostLiveNumber\n    }\n    comments {\n      ...SocialPostLiveNumber\n    }\n    shares {\n      ...SocialPostLiveNumber\n    }\n    saves {\n      ...SocialPostLiveNumber\n    }\n    impressions {\n      ...SocialPostLiveNumber\n    }\n    reach {\n      ...SocialPostLiveNumber\n    }\n    views {\n      ...SocialPostLiveNumber\n    }\n    watchTime {\n      ...SocialPostLiveNumber\n    }\n    completionRate {\n      ...SocialPostLiveNumber\n    }\n    engagementRate {\n      ...SocialPostLiveNumber\n    }\n  }\n  gains {\n    likes {\n      ...SocialPostLiveNumber\n    }\n    comments {\n      ...SocialPostLiveNumber\n    }\n    shares {\n      ...SocialPostLiveNumber\n    }\n    saves {\n      ...SocialPostLiveNumber\n    }\n    impressions {\n      ...SocialPostLiveNumber\n    }\n    reach {\n      ...SocialPostLiveNumber\n    }\n    views {\n      ...SocialPostLiveNumber\n    }\n    watchTime {\n      ...SocialPostLiveNumber\n    }\n  }\n}\n\nfragment SocialPostLiveNumber on SocialNumber {\n  value\n  provenance\n  reason\n}\n" as Typed<SocialPostLiveSubscription, SocialPostLiveSubscriptionVariables>;
export const SocialPostsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialPostsLive(\n  $accountId: ID!\n  $sort: SocialPostSort = RECENT\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialPosts(accountId: $accountId, sort: $sort, first: $first, after: $after, last: $last, before: $before, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      id\n      postId\n      kind\n      title\n      url\n      publishedAt\n      collectedAt\n      goneAt\n      metrics {\n        likes {\n          ...SocialPostsLiveNumber\n        }\n        comments {\n          ...SocialPostsLiveNumber\n        }\n        shares {\n          ...SocialPostsLiveNumber\n        }\n        saves {\n          ...SocialPostsLiveNumber\n        }\n        impressions {\n          ...SocialPostsLiveNumber\n        }\n        reach {\n          ...SocialPostsLiveNumber\n        }\n        views {\n          ...SocialPostsLiveNumber\n        }\n        watchTime {\n          ...SocialPostsLiveNumber\n        }\n        completionRate {\n          ...SocialPostsLiveNumber\n        }\n        engagementRate {\n          ...SocialPostsLiveNumber\n        }\n        custom {\n          name\n          title\n          value\n          provenance\n          reason\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPostsLiveNumber on SocialValue {\n  value\n  provenance\n  reason\n  source\n  collectedAt\n}\n" as Typed<SocialPostsLiveSubscription, SocialPostsLiveSubscriptionVariables>;
export const SocialPublishedPostsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialPublishedPostsLive(\n  $of: SocialOfInput!\n  $by: Interval!\n  $range: RangeInput\n  $topBy: SocialPostSort = ENGAGEMENT_RATE\n  $first: Int = 10\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialAggregates(\n    of: $of\n    by: $by\n    range: $range\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    range {\n      start\n      end\n    }\n    totals {\n      published {\n        total\n      }\n    }\n    perPost {\n      likes {\n        ...SocialPublishedPostsLiveFigures\n      }\n      comments {\n        ...SocialPublishedPostsLiveFigures\n      }\n      shares {\n        ...SocialPublishedPostsLiveFigures\n      }\n      saves {\n        ...SocialPublishedPostsLiveFigures\n      }\n      impressions {\n        ...SocialPublishedPostsLiveFigures\n      }\n      reach {\n        ...SocialPublishedPostsLiveFigures\n      }\n      views {\n        ...SocialPublishedPostsLiveFigures\n      }\n      watchTime {\n        ...SocialPublishedPostsLiveFigures\n      }\n      completionRate {\n        ...SocialPublishedPostsLiveFigures\n      }\n      engagementRate {\n        ...SocialPublishedPostsLiveFigures\n      }\n    }\n    topPosts(by: $topBy, first: $first) {\n      accountId\n      network\n      post {\n        id\n        postId\n        kind\n        title\n        url\n        publishedAt\n        metrics {\n          likes {\n            value\n          }\n          reach {\n            value\n          }\n          views {\n            value\n          }\n          engagementRate {\n            value\n            provenance\n            reason\n          }\n        }\n      }\n    }\n  }\n}\n\nfragment SocialPublishedPostsLiveFigures on SocialPerPost {\n  posts\n  total\n  average\n  min\n  max\n  provenance\n  reason\n}\n" as Typed<SocialPublishedPostsLiveSubscription, SocialPublishedPostsLiveSubscriptionVariables>;
export const SocialWorkspaceLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialWorkspaceLive($workspaceId: ID!, $afterRevision: Long, $every: Duration) {\n  socialWorkspace(\n    workspaceId: $workspaceId\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    workspaceId\n    name\n    timezone\n    createdAt\n    seriesDays\n    aggregatesDays\n    aggregatedAt\n    members\n    accounts {\n      accountId\n      network\n      handle\n      state\n      stateReason\n      stateSince\n      collectedAt\n    }\n  }\n}\n" as Typed<SocialWorkspaceLiveSubscription, SocialWorkspaceLiveSubscriptionVariables>;
export const SocialWorkspacesLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription SocialWorkspacesLive(\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $afterRevision: Long\n  $every: Duration\n) {\n  socialWorkspaces(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    totalCount\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    nodes {\n      workspaceId\n      name\n      timezone\n      createdAt\n    }\n  }\n}\n" as Typed<SocialWorkspacesLiveSubscription, SocialWorkspacesLiveSubscriptionVariables>;
export const StreamAnalyticsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription StreamAnalyticsLive(\n  $contentId: ID!\n  $minutes: Int = 180\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  streamAnalytics(\n    contentId: $contentId\n    minutes: $minutes\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    contentId\n    isLive\n    startedAt\n    endedAt\n    duration\n    concurrentViewers\n    peakConcurrentViewers\n    peakAt\n    averageConcurrentViewers\n    uniqueViewers\n    joins\n    watchTime\n    averageWatchTime\n    chatMessages\n    gifts\n    truncated\n    points {\n      start\n      peakConcurrentViewers\n      averageConcurrentViewers\n      joins\n      newViewers\n      chatMessages\n      gifts\n    }\n  }\n}\n" as Typed<StreamAnalyticsLiveSubscription, StreamAnalyticsLiveSubscriptionVariables>;
export const TopContentsLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription TopContentsLive(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $by: TopBy = QUALITY\n  $minimumViews: Int\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  topContents(\n    range: $range\n    timezone: $timezone\n    by: $by\n    minimumViews: $minimumViews\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    by\n    minimumViews\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        views\n        uniqueViewers\n        watchTime\n        averageWatchTime\n        completionRate\n        likes\n        comments\n        shares\n        saves\n        engagementRate\n        engagementScore\n        qualityScore\n        velocity\n        previousVelocity\n        trend\n      }\n    }\n  }\n}\n" as Typed<TopContentsLiveSubscription, TopContentsLiveSubscriptionVariables>;
export const TrendingLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription TrendingLive(\n  $first: Int = 10\n  $window: String = \"24h\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  trending(first: $first, window: $window, definition: $definition, include: $include, afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    minimumVelocity\n    contents {\n      contentId\n      type\n      title\n      caption\n      thumbnail\n      creatorId\n      views\n      velocity\n      previousVelocity\n      trend\n      likes\n      shares\n      qualityScore\n    }\n  }\n}\n" as Typed<TrendingLiveSubscription, TrendingLiveSubscriptionVariables>;
export const WatchHistoryLiveDocument = "# Live: a snapshot, then every change. Resume with the last revision as $afterRevision.\nsubscription WatchHistoryLive(\n  $userId: ID\n  $first: Int = 20\n  $after: String\n  $definition: String = \"start@1\"\n  $afterRevision: Long\n  $every: Duration\n) {\n  watchHistory(\n    userId: $userId\n    first: $first\n    after: $after\n    definition: $definition\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        firstViewedAt\n        lastViewedAt\n        views\n        plays\n        watchTime\n        completions\n      }\n    }\n  }\n}\n" as Typed<WatchHistoryLiveSubscription, WatchHistoryLiveSubscriptionVariables>;
export const WeekHoursLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription WeekHoursLive(\n  $of: OfInput!\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n  $afterRevision: Long\n  $every: Duration\n) {\n  breakdown(\n    of: $of\n    by: [WEEKDAY, HOUR]\n    range: $range\n    timezone: $timezone\n    first: 168\n    definition: $definition\n    include: $include\n    afterRevision: $afterRevision\n    every: $every\n  ) {\n    id\n    asOf\n    revision\n    rows {\n      value\n      secondValue\n      views\n    }\n  }\n}\n" as Typed<WeekHoursLiveSubscription, WeekHoursLiveSubscriptionVariables>;
export const WriteKeysLiveDocument = "# Live: the answer now, and again whenever it has changed. Resume with the last revision as $afterRevision.\nsubscription WriteKeysLive($afterRevision: Long, $every: Duration) {\n  writeKeys(afterRevision: $afterRevision, every: $every) {\n    id\n    asOf\n    revision\n    keys {\n      fingerprint\n      label\n      createdAt\n      expiresAt\n      revokedAt\n    }\n  }\n}\n" as Typed<WriteKeysLiveSubscription, WriteKeysLiveSubscriptionVariables>;
export const InteractionHistoryDocument = "# The interactions of a user or a session, newest first, in pages; with $types, only of these types.\nquery InteractionHistory(\n  $userId: ID\n  $sessionId: ID\n  $types: [EventType!]\n  $first: Int = 20\n  $after: String\n) {\n  interactionHistory(\n    userId: $userId\n    sessionId: $sessionId\n    types: $types\n    first: $first\n    after: $after\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    rawEventsSince\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        eventId\n        type\n        contentId\n        title\n        creatorId\n        userId\n        sessionId\n        occurredAt\n        receivedAt\n        watchTime\n        position\n        properties\n      }\n    }\n  }\n}\n" as Typed<InteractionHistoryQuery, InteractionHistoryQueryVariables>;
export const LikeStateDocument = "# Whether a viewer likes each of the given contents: the signed-in user, another user, or the guest of a session.\nquery LikeState($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {\n  likeState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    states {\n      contentId\n      liked\n      since\n    }\n  }\n}\n" as Typed<LikeStateQuery, LikeStateQueryVariables>;
export const SaveStateDocument = "# Whether a viewer has saved each of the given contents: the signed-in user, another user, or the guest of a session.\nquery SaveState($contentIds: [ID!]!, $userId: ID, $sessionId: ID) {\n  saveState(contentIds: $contentIds, userId: $userId, sessionId: $sessionId) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    states {\n      contentId\n      saved\n      since\n    }\n  }\n}\n" as Typed<SaveStateQuery, SaveStateQueryVariables>;
export const SavedContentsDocument = "# The saved contents of a user, latest first, in pages; without $userId, of the signed-in user.\nquery SavedContents($userId: ID, $first: Int = 20, $after: String) {\n  savedContents(userId: $userId, first: $first, after: $after) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        savedAt\n      }\n    }\n  }\n}\n" as Typed<SavedContentsQuery, SavedContentsQueryVariables>;
export const TopContentsDocument = "# The best contents of all time or of a range, in pages; may be a few seconds old.\nquery TopContents(\n  $range: RangeInput\n  $timezone: String = \"UTC\"\n  $by: TopBy = QUALITY\n  $minimumViews: Int\n  $first: Int = 20\n  $after: String\n  $last: Int\n  $before: String\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  topContents(\n    range: $range\n    timezone: $timezone\n    by: $by\n    minimumViews: $minimumViews\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    definition: $definition\n    include: $include\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    timezone\n    by\n    minimumViews\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        views\n        uniqueViewers\n        watchTime\n        averageWatchTime\n        completionRate\n        likes\n        comments\n        shares\n        saves\n        engagementRate\n        engagementScore\n        qualityScore\n        velocity\n        previousVelocity\n        trend\n      }\n    }\n  }\n}\n" as Typed<TopContentsQuery, TopContentsQueryVariables>;
export const TrendingDocument = "# Contents with many views and a rising number of them; may be a few seconds old.\nquery Trending(\n  $first: Int = 10\n  $window: String = \"24h\"\n  $definition: String = \"start@1\"\n  $include: TrafficInput\n) {\n  trending(first: $first, window: $window, definition: $definition, include: $include) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    range {\n      start\n      end\n    }\n    minimumVelocity\n    contents {\n      contentId\n      type\n      title\n      caption\n      thumbnail\n      creatorId\n      views\n      velocity\n      previousVelocity\n      trend\n      likes\n      shares\n      qualityScore\n    }\n  }\n}\n" as Typed<TrendingQuery, TrendingQueryVariables>;
export const WatchHistoryDocument = "# The watch history of a user, latest first, in pages; without $userId, of the signed-in user.\nquery WatchHistory(\n  $userId: ID\n  $first: Int = 20\n  $after: String\n  $definition: String = \"start@1\"\n) {\n  watchHistory(\n    userId: $userId\n    first: $first\n    after: $after\n    definition: $definition\n  ) {\n    id\n    asOf\n    revision\n    isFinal\n    definition\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        contentId\n        type\n        title\n        caption\n        thumbnail\n        creatorId\n        firstViewedAt\n        lastViewedAt\n        views\n        plays\n        watchTime\n        completions\n      }\n    }\n  }\n}\n" as Typed<WatchHistoryQuery, WatchHistoryQueryVariables>;
