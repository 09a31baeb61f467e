"""The settings of social networks; part of ``server.settings``."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


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
    social_parallel: int = Field(
        10, ge=1, le=100, description="Social accounts that one `viewpulse worker` collects at the same time."
    )
    social_lease: float = Field(
        60.0,
        gt=0,
        description="Seconds after which an account whose worker gives no sign of life is collected by another one.",
    )
    social_posts_days: int = Field(
        90, ge=1, description="Days after its publication for which the numbers of a post are collected."
    )
    social_answers_days: int = Field(
        30, ge=0, description="Days that raw answers of networks are kept, without tokens; 0: none are."
    )
    social_instagram_url: str = Field("https://graph.instagram.com", description="Address of the API of Instagram.")
    social_facebook_url: str = Field("https://graph.facebook.com", description="Address of the API of Facebook.")
    social_meta_version: str = Field(
        "v26.0", pattern=r"^v\d+\.\d+$", description="Version of the Graph API, for Instagram and Facebook."
    )
    social_x_url: str = Field("https://api.x.com", description="Address of the API of X.")
    social_x_client_id: str | None = Field(
        None, description="Client id of your application at X; tokens of X are renewed with it."
    )
    social_x_client_secret: SecretStr | None = Field(None, description="Its secret, if it is a confidential client.")
    social_linkedin_url: str = Field("https://api.linkedin.com", description="Address of the API of LinkedIn.")
    social_linkedin_version: str = Field(
        "202608", pattern=r"^\d{6}$", description="Version of the API of LinkedIn; each is served for about a year."
    )
    social_linkedin_token_url: str = Field(
        "https://www.linkedin.com/oauth/v2/accessToken", description="Where tokens of LinkedIn are renewed."
    )
    social_linkedin_client_id: str | None = Field(
        None, description="Client id of your application at LinkedIn; tokens of LinkedIn are renewed with it."
    )
    social_linkedin_client_secret: SecretStr | None = Field(
        None, description="The secret of the application at LinkedIn."
    )
    social_tiktok_url: str = Field("https://open.tiktokapis.com", description="Address of the Display API of TikTok.")
    social_tiktok_client_key: str | None = Field(
        None, description="Client key of your application at TikTok; tokens of TikTok are renewed with it."
    )
    social_tiktok_client_secret: SecretStr | None = Field(None, description="The secret of that application.")
    social_tiktok_business_url: str = Field(
        "https://business-api.tiktok.com", description="Address of the Business API of TikTok."
    )
    social_tiktok_business_client_id: str | None = Field(
        None, description="Id of your application for the Business API; its tokens are renewed with it."
    )
    social_tiktok_business_client_secret: SecretStr | None = Field(None, description="The secret of that application.")
    social_youtube_url: str = Field("https://www.googleapis.com", description="Address of the YouTube Data API.")
    social_youtube_analytics_url: str = Field(
        "https://youtubeanalytics.googleapis.com", description="Address of the YouTube Analytics API."
    )
    social_google_token_url: str = Field(
        "https://oauth2.googleapis.com/token", description="Where tokens of Google are renewed."
    )
    social_google_client_id: str | None = Field(
        None, description="Client id of your application at Google; tokens of YouTube are renewed with it."
    )
    social_google_client_secret: SecretStr | None = Field(None, description="Its secret.")
    social_pinterest_url: str = Field("https://api.pinterest.com", description="Address of the API of Pinterest.")
    social_pinterest_client_id: str | None = Field(
        None, description="Id of your application at Pinterest; tokens of Pinterest are renewed with it."
    )
    social_pinterest_client_secret: SecretStr | None = Field(None, description="Its secret, at Pinterest.")
