"""What the files of an export hold, in words for the person whom they are about."""

from collections.abc import Mapping

EVENTS = "events"
"""The file that `viewpulse import` reads."""
AUDIT = "audit_entries"
PUBLISHED: Mapping[str, str] = {"contents": "creator_id", "creator_profiles": "creator_id"}
"""Tables with what a user published as a creator, and the column that names the user. An erasure leaves them."""

DESCRIPTIONS: Mapping[str, str] = {
    EVENTS: "Each event that the app sent, in the form in which it was sent; `viewpulse import` reads this file.",
    "raw_events": "The same events as they are stored, with what the server added, such as the time of arrival.",
    "viewers": "Age group, gender, and whether this is a bot, as far as it is known.",
    "self_viewers": "Own contents that were viewed.",
    "plays": "Each viewing: which content, when, how much of it was watched.",
    "content_viewers": "Which contents were viewed, how often, and what was liked or saved.",
    "content_viewer_buckets": "The same by quarter-hour.",
    "minute_viewers": "The same by minute, of the last hours.",
    "watchers": "What is being watched now.",
    "stream_signs": "When live streams were joined and left.",
    "sales": "Purchases, refunds and gifts.",
    "sessions": "When each visit began and ended, and what was done in it.",
    "session_contents": "What was viewed in each visit.",
    "session_spans": "The same visits, by creator.",
    "viewer_profiles": "What the operator of the app declared: age group, gender, whether this is a bot.",
    "changed_profiles": "Declarations that are not taken up yet.",
    "consent_entries": "What was agreed to when, which text was shown, and where.",
    "social_members": "Workspaces of social accounts that this user may see.",
    "rejected_events": "What the app sent in vain: its known fields, and why it was refused.",
    "erasures": "Erasures that were requested and are not finished.",
    AUDIT: "What was done to these data by an administrator, and what was done by this user as an administrator.",
    "contents": "Contents that were published.",
    "creator_profiles": "Name and picture of the creator.",
}
"""By the name of the file, without its ending."""

NOTES = (
    "Times are in UTC. Columns that end in _ms are milliseconds; amounts of sales are in minor units of a currency.",
    "Coordinates that were sent without consent are those of the centre of an area of about 250 km2.",
    "Addresses and user agents are never held: a user agent here says why an event looked like a bot's.",
    "Counters, which are sums over many people, name nobody and are not part of the export.",
)
"""What a reader has to know."""
