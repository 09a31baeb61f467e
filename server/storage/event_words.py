"""The words of events, which the table of raw events holds as numbers.

The place of a word in the list is its number (from 1), so words are only ever added, at the end; the SQL function
``event_words`` returns the same list. docs/extending.md says how to add one.
"""

EVENT_WORDS = (
    *("view_progress", "impression", "view_start", "view_complete", "pause", "resume", "seek", "swipe_away", "skip"),
    *("like", "unlike", "comment", "share", "save", "unsave", "duet", "stitch", "sound_use", "click", "contact"),
    *("whatsapp", "book_viewing", "report", "not_interested", "hide", "follow", "unfollow", "engagement", "purchase"),
    *("stream_start", "stream_join", "stream_leave", "stream_end", "session_start", "session_end", "video", "short"),
    *("post", "story", "stream", "listing", "image", "audio", "article", "product", "other", "for_you", "feed"),
    *("following", "profile", "hashtag", "search", "direct", "mobile", "tablet", "desktop", "tv", "ios", "android"),
    *("web", "under_13", "age_13_17", "age_18_24", "age_25_34", "age_35_44", "age_45_54", "age_55_64", "age_65_plus"),
    *("female", "male", "non_binary", "wifi", "ethernet", "cellular", "cellular_2g", "cellular_3g", "cellular_4g"),
    *("cellular_5g", "offline", "excellent", "good", "fair", "poor", "1.0.0", "1.1.0"),
    *("refund", "stream_chat", "stream_gift", "custom"),
)
"""Types of events, kinds of contents, sources, devices and so on, whatever a word stands for."""

WORD_CODES = {word: code for code, word in enumerate(EVENT_WORDS, 1)}
