// Written by types.mjs from schema.graphql; do not edit.

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Age group of a viewer, in years. */
export type AgeGroup =
  /** Younger than 13. */
  | 'UNDER_13'
  /** 13 to 17, inclusive. */
  | 'AGE_13_17'
  /** 18 to 24, inclusive. */
  | 'AGE_18_24'
  /** 25 to 34, inclusive. */
  | 'AGE_25_34'
  /** 35 to 44, inclusive. */
  | 'AGE_35_44'
  /** 45 to 54, inclusive. */
  | 'AGE_45_54'
  /** 55 to 64, inclusive. */
  | 'AGE_55_64'
  /** 65 or older. */
  | 'AGE_65_PLUS';

/** What a viewer can agree to, in a project that requires consent. */
export type ConsentPurpose =
  /** What the viewer does is stored under its id; without, only without identity. */
  | 'ANALYTICS'
  /** The exact coordinates of its events are kept. */
  | 'PRECISE_LOCATION';

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

/** What all events of a batch share, so that it is sent once. A field of an event replaces the whole field of the same name here: with a `device` of its own, an event has nothing of this one; with null, it is unknown. */
export type ContextInput = {
  /** Id of the signed-in user; must match the token if one is sent. */
  userId?: string | number | null | undefined;
  /** Id of the app's session. */
  sessionId?: string | number | null | undefined;
  /** Where the viewer came from. */
  source?: SourceInput | null | undefined;
  /** The device. */
  device?: DeviceInput | null | undefined;
  /** Location of the viewer. */
  location?: LocationInput | null | undefined;
  /** Network connection of the device. */
  network?: NetworkInput | null | undefined;
  /** Known attributes of the viewer. */
  viewer?: ViewerTraitsInput | null | undefined;
  /** What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to. */
  consent?: Array<ConsentPurpose> | null | undefined;
};

/** The device. */
export type DeviceInput = {
  /** Type of device. */
  type?: DeviceType | null | undefined;
  /** Platform of the app. */
  platform?: PlatformType | null | undefined;
  /** Model, as the system names it. */
  model?: string | null | undefined;
  /** Operating system. */
  os?: string | null | undefined;
  /** Version of the operating system. */
  osVersion?: string | null | undefined;
  /** Version of the app. */
  appVersion?: string | null | undefined;
  /** Library that sends the events, such as `viewpulse-web/1.4.0`. */
  sdk?: string | null | undefined;
  /** Pixels. */
  screenWidth?: number | null | undefined;
  /** Pixels. */
  screenHeight?: number | null | undefined;
  /** User agent of the viewer's app, when a server sends the event. Bot detection uses it instead of the sending server's own user agent and network address; it is not stored. */
  userAgent?: string | null | undefined;
};

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

/** One event that occurred in an app. */
export type EventInput = {
  /** Type of event. */
  type: EventType;
  /** Event id from the client, UUIDv7 recommended. Sending the same id again is a DUPLICATE. If left out, the server creates one, and a retry counts twice. */
  id?: string | number | null | undefined;
  /** Name of a custom event, as it is registered; only of the type CUSTOM. */
  name?: string | number | null | undefined;
  /** Id of the content. */
  contentId?: string | number | null | undefined;
  /** Type of the content. */
  contentType?: ContentType | null | undefined;
  /** Id of the content's creator; the catalogue takes precedence. */
  creatorId?: string | number | null | undefined;
  /** Id of the signed-in user; must match the token if one is sent. */
  userId?: string | number | null | undefined;
  /** Session id, made by the app before its first event: a guest is known by it. The answer contains a new one for guests who send none. */
  sessionId?: string | number | null | undefined;
  /** Id of one play. Without it, all events of a session id on a content are one play. */
  playId?: string | number | null | undefined;
  /** When the event occurred, by the client's clock; the time of arrival when neither it nor `age` is sent. */
  occurredAt?: string | null | undefined;
  /** Instead of `occurredAt`: seconds between the event and this attempt to send it, by a clock that nobody sets and that runs while the device sleeps; measured again for each attempt. The event occurred so long before it arrived. */
  age?: number | null | undefined;
  /** Version of the event's schema; see `schemaVersions`. */
  schemaVersion?: string | null | undefined;
  /** Playback data. */
  viewData?: ViewDataInput | null | undefined;
  /** Where the viewer came from. */
  source?: SourceInput | null | undefined;
  /** The device. */
  device?: DeviceInput | null | undefined;
  /** Location of the viewer. */
  location?: LocationInput | null | undefined;
  /** Network connection of the device. */
  network?: NetworkInput | null | undefined;
  /** Known attributes of the viewer. */
  viewer?: ViewerTraitsInput | null | undefined;
  /** What the viewer had agreed to when the event occurred, in a project that requires consent; an empty list: to nothing. If left out, the viewer's last `setConsent` counts; if both are known, what both agree to. */
  consent?: Array<ConsentPurpose> | null | undefined;
  /** Additional properties, up to 4 KiB of JSON. */
  properties?: Record<string, unknown> | null | undefined;
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

/** Gender of a viewer, as stated by the viewer. */
export type Gender =
  /** A woman or a girl. */
  | 'FEMALE'
  /** A man or a boy. */
  | 'MALE'
  /** Neither exclusively female nor exclusively male. */
  | 'NON_BINARY'
  /** A gender that the other values do not cover. Leave the field out if the viewer does not say. */
  | 'OTHER';

/** What became of one item. */
export type ItemStatus =
  /** Stored durably; an event is counted exactly once. */
  | 'ACCEPTED'
  /** An event with this id and content was stored before. */
  | 'DUPLICATE'
  /** Not stored, for the reason given in `code` and `message`. */
  | 'REJECTED';

/** Location of the viewer. */
export type LocationInput = {
  /** ISO 3166-1 alpha-2 code. */
  country?: string | null | undefined;
  /** Name of the country. */
  countryName?: string | null | undefined;
  /** State or region. */
  region?: string | null | undefined;
  /** City. */
  city?: string | null | undefined;
  /** IANA name of the device's time zone. */
  timezone?: string | null | undefined;
  /** WGS 84 degrees. */
  latitude?: number | null | undefined;
  /** WGS 84 degrees. */
  longitude?: number | null | undefined;
  /** True if the viewer consented to a precise location. Without consent, only the H3 cell of the coordinates is kept (resolution 5, about 250 km²). */
  preciseConsent?: boolean | null | undefined;
};

/** The network connection of the device. */
export type NetworkInput = {
  /** Type of connection. */
  type?: NetworkType | null | undefined;
  /** Quality of the connection. */
  quality?: NetworkQuality | null | undefined;
};

/** Quality of the connection, as judged by the app; no thresholds are prescribed. */
export type NetworkQuality =
  /** The best quality plays without buffering. */
  | 'EXCELLENT'
  /** A high quality plays without buffering. */
  | 'GOOD'
  /** A reduced quality plays, or playback buffers occasionally. */
  | 'FAIR'
  /** The lowest quality hardly plays, or playback buffers often. */
  | 'POOR';

/** Type of network connection. */
export type NetworkType =
  /** Wi-Fi. */
  | 'WIFI'
  /** A wired connection. */
  | 'ETHERNET'
  /** Cellular, unknown generation. */
  | 'CELLULAR'
  /** Cellular, second generation: GPRS, EDGE. */
  | 'CELLULAR_2G'
  /** Cellular, third generation: UMTS, HSPA. */
  | 'CELLULAR_3G'
  /** Cellular, fourth generation: LTE. */
  | 'CELLULAR_4G'
  /** Cellular, fifth generation: NR. */
  | 'CELLULAR_5G'
  /** Not connected; the event was kept on the device and sent later. */
  | 'OFFLINE'
  /** Any other connection, such as satellite. */
  | 'OTHER';

/** Platform that the app runs on. */
export type PlatformType =
  /** The app for iPhone and iPad. */
  | 'IOS'
  /** The app for Android. */
  | 'ANDROID'
  /** A browser, on any device. */
  | 'WEB';

/** A section of the content that was watched, in seconds from its beginning. */
export type SectionInput = {
  /** Start of the section. */
  start: number;
  /** End of the section. */
  end: number;
};

/** Where in the app, and through what, the viewer came to the content. */
export type SourceInput = {
  /** Area of the app. */
  type?: SourceType | null | undefined;
  /** Address or screen before this one. */
  referrer?: string | null | undefined;
  /** Medium, such as a notification, deep link or widget. */
  entryPoint?: string | null | undefined;
  /** Name of the campaign. */
  campaign?: string | null | undefined;
};

/** Where in the app the viewer came from. */
export type SourceType =
  /** A feed of recommendations. */
  | 'FOR_YOU'
  /** The main feed. */
  | 'FEED'
  /** A feed of the creators that the viewer follows. */
  | 'FOLLOWING'
  /** A creator's profile. */
  | 'PROFILE'
  /** The contents of a hashtag. */
  | 'HASHTAG'
  /** Search results. */
  | 'SEARCH'
  /** A link or a message. */
  | 'DIRECT'
  /** Anywhere else. */
  | 'OTHER';

/** Playback data. Durations and positions are in seconds. */
export type ViewDataInput = {
  /** Seconds watched since the last report. */
  watchTime?: number | null | undefined;
  /** Seconds watched in this play so far. The larger of this and the sum of the increments counts. */
  totalWatchTime?: number | null | undefined;
  /** Position in seconds from the beginning. */
  position?: number | null | undefined;
  /** Seconds of the content; the catalogue's when left out. */
  duration?: number | null | undefined;
  /** Percentage of the content that was seen, 0-100. */
  completionPercent?: number | null | undefined;
  /** True if the viewer has seen the content before. */
  isRewatch?: boolean | null | undefined;
  /** Loops in this play so far. */
  loopCount?: number | null | undefined;
  /** Playback rate during `watchTime`: 1 is normal; 0-16. */
  playbackRate?: number | null | undefined;
  /** Sections watched. */
  sections?: Array<SectionInput> | null | undefined;
};

/** What the app knows about the viewer. The latest event that reports a value counts. */
export type ViewerTraitsInput = {
  /** Age group, in years. */
  ageGroup?: AgeGroup | null | undefined;
  /** Gender, as stated by the viewer. */
  gender?: Gender | null | undefined;
};

export type TrackEventsMutationVariables = Exact<{
  events: Array<EventInput> | EventInput;
  context?: ContextInput | null | undefined;
  sentAt?: string | null | undefined;
}>;


export type TrackEventsMutation = { trackEvents: { accepted: number, duplicates: number, rejected: number, sessionId: string | null, problems: Array<{ index: number, status: ItemStatus, eventId: string | null, code: string | null, message: string | null, path: Array<string> | null }>, warnings: Array<{ code: string, path: Array<string>, message: string }> } };
