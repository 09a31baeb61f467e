// Written by `python -m server.events.vocabulary_types` from the catalogue of the server; do not edit.

import type { EventInput, EventType } from "./schema.ts";

type Common = Pick<EventInput, "userId" | "occurredAt" | "schemaVersion" | "source" | "device" | "location" | "network" | "viewer">;
type Free = Record<string, unknown>;
type Of<
  Types extends EventType,
  Required extends keyof EventInput,
  Allowed extends keyof EventInput,
  Properties = Pick<EventInput, "properties">,
> = { type: Types } & { [Field in Required]: NonNullable<EventInput[Field]> } & Pick<EventInput, Allowed> &
  Common &
  Properties;

/** An event as the app knows it: what its type requires, and what it allows. Id, session and time are added. */
export type TrackedEvent =
  | Of<"IMPRESSION" | "VIEW_START" | "VIEW" | "VIEW_PROGRESS" | "VIEW_COMPLETE" | "COMPLETE" | "PAUSE" | "RESUME" | "SEEK" | "SWIPE_AWAY" | "SKIP" | "LIKE" | "UNLIKE" | "COMMENT" | "SAVE" | "UNSAVE" | "DUET" | "STITCH" | "SOUND_USE" | "CLICK" | "CONTACT" | "WHATSAPP" | "BOOK_VIEWING" | "NOT_INTERESTED" | "HIDE" | "STREAM_START" | "STREAM_JOIN" | "STREAM_LEAVE" | "STREAM_CHAT" | "STREAM_END", "contentId", "contentType" | "creatorId" | "playId" | "viewData">
  | Of<"SHARE", "contentId", "contentType" | "creatorId" | "playId" | "viewData", { properties?: { sharedTo?: string | null | undefined } & Free }>
  | Of<"REPORT", "contentId", "contentType" | "creatorId" | "playId" | "viewData", { properties?: { reason?: string | null | undefined } & Free }>
  | Of<"FOLLOW" | "UNFOLLOW", "creatorId", "contentId" | "contentType" | "playId">
  | Of<"ENGAGEMENT", never, "contentId" | "contentType" | "creatorId" | "playId", { properties: { action: string; targetType?: string | null | undefined; targetId?: string | null | undefined } & Free }>
  | Of<"PURCHASE", never, "contentId" | "contentType" | "creatorId" | "playId", { properties: { productId: string; amount: number | string; currency: string; orderId?: string | null | undefined; quantity?: number | null | undefined; paymentMethod?: string | null | undefined; conversionPath?: readonly string[] | null | undefined } & Free }>
  | Of<"REFUND", never, "contentId" | "contentType" | "creatorId" | "playId", { properties: { orderId: string; amount: number | string; currency: string; productId?: string | null | undefined; quantity?: number | null | undefined } & Free }>
  | Of<"STREAM_GIFT", "contentId", "contentType" | "creatorId" | "playId" | "viewData", { properties: { gift: string; quantity?: number | null | undefined; amount?: number | string | null | undefined; currency?: string | null | undefined } & Free }>
  | Of<"SESSION_START" | "SESSION_END", never, never>
  | Of<"CUSTOM", "name" | "schemaVersion", "contentId" | "contentType" | "creatorId" | "playId">;
