// What can be drawn over time: the numbers that a point of a series has.

/** @type {Record<string, { label: string, kind: Kind }>} */
export const METRICS = {
  views: { label: "Views", kind: "count" },
  uniqueViewers: { label: "Viewers", kind: "count" },
  watchTime: { label: "Watch time", kind: "seconds" },
  plays: { label: "Plays", kind: "count" },
  completionRate: { label: "Completion rate", kind: "percent" },
  engagementRate: { label: "Engagement rate", kind: "percent" },
  impressions: { label: "Impressions", kind: "count" },
  likes: { label: "Likes", kind: "count" },
  comments: { label: "Comments", kind: "count" },
  shares: { label: "Shares", kind: "count" },
  saves: { label: "Saves", kind: "count" },
  follows: { label: "Follows", kind: "count" },
};
