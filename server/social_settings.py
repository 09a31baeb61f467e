"""The settings of social networks; part of ``server.settings``."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

from server.setting_types import CallbackUrl


class SocialSettings(BaseSettings):
    """How accounts on social networks are collected."""

    social_keys: SecretStr | None = Field(
        None,
        description="Keys that encrypt the tokens of social accounts, separated by commas: the first one encrypts, all "
        "decrypt. Make one with `viewpulse social key`. If unset, no account can be connected or collected.",
    )
    social_interval: float = Field(
        3600.0, gt=0, description="Seconds between two collections of a social account, by `viewpulse worker`."
    )
    social_spacing: float = Field(
        300.0,
        ge=0,
        description="Seconds after a collection of a social account began within which nobody gets another one by "
        "asking: calls to networks are limited for all, or billed.",
    )
    limit_callbacks_per_network: int = Field(
        60, ge=0, description="Browsers of one network a minute that come back from social networks."
    )
    social_parallel: int = Field(
        10,
        ge=1,
        le=100,
        description="Social accounts that one `viewpulse worker` collects at the same time; of one "
        "network half of them, rounded up.",
    )
    social_lease: float = Field(
        60.0,
        gt=0,
        description="Seconds after which an account or a workspace whose worker gives no sign of life is collected or "
        "aggregated by another one.",
    )
    social_posts_days: int = Field(
        90, ge=1, description="Days after its publication for which the numbers of a post are collected."
    )
    social_answers_days: int = Field(
        30, ge=0, description="Days that raw answers of networks are kept, without tokens; 0: none are."
    )
    social_callback_url: CallbackUrl = Field(
        None,
        description="Address of `/social/callback` of this server as browsers reach it, such as "
        "`https://analytics.example.com/social/callback`; register it at each network. If unset, accounts are "
        "connected by `viewpulse social connect` only.",
    )
    social_return_origins: list[str] = Field(
        default_factory=list,
        description="Origins of your applications to which browsers may return from a network, such as "
        '`["https://app.example.com"]`.',
    )
    social_cache_seconds: float = Field(
        300.0,
        ge=0,
        le=86_400,
        description="Seconds for which answers with the latest numbers of social accounts and posts are cached in "
        "Redis, unless something changes before; 0: they are not.",
    )
    social_cache_aggregates_seconds: float = Field(
        3600.0,
        ge=0,
        le=86_400,
        description="The same of `socialAggregates`; no longer than the hour of the workspace's clock lasts.",
    )
    social_instagram_url: str = Field("https://graph.instagram.com", description="Address of the API of Instagram.")
    social_instagram_authorize_url: str = Field(
        "https://www.instagram.com/oauth/authorize", description="Where users of Instagram allow it to be read."
    )
    social_instagram_token_url: str = Field(
        "https://api.instagram.com/oauth/access_token", description="Where Instagram gives the first token."
    )
    social_instagram_client_id: str | None = Field(
        None, description="Instagram app id of your application at Meta; accounts of Instagram are connected with it."
    )
    social_instagram_client_secret: SecretStr | None = Field(None, description="Its Instagram app secret.")
    social_facebook_url: str = Field("https://graph.facebook.com", description="Address of the API of Facebook.")
    social_facebook_authorize_url: str = Field(
        "https://www.facebook.com", description="Where users of Facebook allow it to be read: the site with the dialog."
    )
    social_facebook_client_id: str | None = Field(
        None, description="App id of your application at Meta; pages of Facebook are connected with it."
    )
    social_facebook_client_secret: SecretStr | None = Field(None, description="Its app secret.")
    social_meta_version: str = Field(
        "v26.0", pattern=r"^v\d+\.\d+$", description="Version of the Graph API, for Instagram and Facebook."
    )
    social_x_url: str = Field("https://api.x.com", description="Address of the API of X.")
    social_x_authorize_url: str = Field(
        "https://x.com/i/oauth2/authorize", description="Where users of X allow it to be read."
    )
    social_x_client_id: str | None = Field(
        None, description="Client id of your application at X; accounts are connected and tokens renewed with it."
    )
    social_x_client_secret: SecretStr | None = Field(None, description="Its secret, if it is a confidential client.")
    social_linkedin_url: str = Field("https://api.linkedin.com", description="Address of the API of LinkedIn.")
    social_linkedin_version: str = Field(
        "202608", pattern=r"^\d{6}$", description="Version of the API of LinkedIn; each is served for about a year."
    )
    social_linkedin_authorize_url: str = Field(
        "https://www.linkedin.com/oauth/v2/authorization", description="Where users of LinkedIn allow it to be read."
    )
    social_linkedin_token_url: str = Field(
        "https://www.linkedin.com/oauth/v2/accessToken", description="Where LinkedIn gives and renews tokens."
    )
    social_linkedin_client_id: str | None = Field(
        None,
        description="Client id of your application at LinkedIn; organizations are connected and tokens renewed "
        "with it.",
    )
    social_linkedin_client_secret: SecretStr | None = Field(
        None, description="The secret of the application at LinkedIn."
    )
    social_tiktok_url: str = Field("https://open.tiktokapis.com", description="Address of the Display API of TikTok.")
    social_tiktok_authorize_url: str = Field(
        "https://www.tiktok.com/v2/auth/authorize/", description="Where users of TikTok allow it to be read."
    )
    social_tiktok_client_key: str | None = Field(
        None, description="Client key of your application at TikTok; accounts are connected and tokens renewed with it."
    )
    social_tiktok_client_secret: SecretStr | None = Field(None, description="The secret of that application.")
    social_tiktok_business_url: str = Field(
        "https://business-api.tiktok.com", description="Address of the Business API of TikTok."
    )
    social_tiktok_business_authorize_url: str = Field(
        "https://www.tiktok.com/v2/auth/authorize/",
        description="Where owners of business accounts of TikTok allow them to be read.",
    )
    social_tiktok_business_client_id: str | None = Field(
        None,
        description="Id of your application for the Business API; accounts are connected and tokens renewed with it.",
    )
    social_tiktok_business_client_secret: SecretStr | None = Field(None, description="The secret of that application.")
    social_youtube_url: str = Field("https://www.googleapis.com", description="Address of the YouTube Data API.")
    social_youtube_analytics_url: str = Field(
        "https://youtubeanalytics.googleapis.com", description="Address of the YouTube Analytics API."
    )
    social_google_authorize_url: str = Field(
        "https://accounts.google.com/o/oauth2/v2/auth", description="Where users of YouTube allow it to be read."
    )
    social_google_token_url: str = Field(
        "https://oauth2.googleapis.com/token", description="Where Google gives and renews tokens."
    )
    social_google_client_id: str | None = Field(
        None,
        description="Client id of your application at Google; channels of YouTube are connected and tokens renewed "
        "with it.",
    )
    social_google_client_secret: SecretStr | None = Field(None, description="Its secret.")
    social_pinterest_url: str = Field("https://api.pinterest.com", description="Address of the API of Pinterest.")
    social_pinterest_authorize_url: str = Field(
        "https://www.pinterest.com/oauth/", description="Where users of Pinterest allow it to be read."
    )
    social_pinterest_client_id: str | None = Field(
        None, description="Id of your application at Pinterest; accounts are connected and tokens renewed with it."
    )
    social_pinterest_client_secret: SecretStr | None = Field(None, description="Its secret, at Pinterest.")
