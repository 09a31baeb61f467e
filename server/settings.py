"""Every setting, typed and documented; read from ``VIEWPULSE_*`` environment variables."""

from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, IPvAnyNetwork, model_validator
from pydantic_settings import SettingsConfigDict

from server import setting_types
from server.social_settings import SocialSettings

LEAST_QUARTER_DAYS = 60


class Settings(SocialSettings):
    """Configuration of one Viewpulse process."""

    model_config = SettingsConfigDict(env_prefix="VIEWPULSE_", extra="ignore", allow_inf_nan=False)

    database_url: setting_types.PostgresUrl = Field(
        "postgresql://viewpulse@127.0.0.1:5432/viewpulse", description="PostgreSQL 15 or newer."
    )
    redis_url: setting_types.RedisUrl = Field(
        "redis://127.0.0.1:6379/0",
        description="Redis 6.2 or newer, or nodes of a Redis Cluster; carries notifications of changes, cached "
        "lists and rate limits.",
    )
    host: str = Field("127.0.0.1", min_length=1, description="Address the API listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the API listens on.")
    workers: int = Field(1, ge=1, description="Processes of one `viewpulse serve`, all on that port.")
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="Port of `/metrics` for Prometheus, one for each command; if unset, none."
    )
    metrics_host: str = Field(
        "127.0.0.1",
        min_length=1,
        description="Address on which `/metrics` is served. It asks for no credentials: keep it inside your network.",
    )
    traces_endpoint: setting_types.CollectorUrl = Field(
        None,
        description="URL of a collector that takes traces as OpenTelemetry sends them over HTTP, such as "
        "`http://127.0.0.1:4318`; if unset or empty, nothing is traced.",
    )
    traces_ratio: float = Field(
        0.01,
        ge=0,
        le=1,
        description="Part of the operations that are traced; those that belong to a trace of the client are, too.",
    )
    data_dir: setting_types.Folder = Field(
        Path(".viewpulse"), description="Folder of the embedded servers (`viewpulse dev`)."
    )
    development: bool = Field(False, description="Serve GraphiQL and allow introspection.")
    dashboard: bool = Field(True, description="Serve the dashboard at `/`.")
    dashboard_origins: list[str] = Field([], description="Origins whose pages may hand a token to the dashboard.")
    show_costs: bool = Field(
        False,
        description="Say in every answer what the operation cost (`extensions.cost`), as `viewpulse dev` does; if "
        "false, only to requests that ask.",
    )
    documents: Literal["any", "manifest"] = Field(
        "any", description="Documents that clients may send: `any`, or only those of the `manifest`."
    )
    documents_manifest: Path | None = Field(
        None, description="JSON file with the documents that clients may name by their ids; if unset, `graphql/`."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Lowest level that is logged.")
    log_json: bool = Field(False, description="Log JSON lines instead of text.")

    jwt_secret: setting_types.LongSecret = Field(None, description="HS256 secret of the tokens; at least 32 bytes.")
    jwks_url: str | None = Field(None, description="URL of a JWKS, instead of a secret.")
    jwt_algorithms: setting_types.PublicKeyAlgorithms = Field(
        ["RS256", "ES256"], description="Algorithms accepted from the JWKS."
    )
    jwt_audience: str | None = Field(None, description="Required `aud` claim, when set.")
    jwt_issuer: str | None = Field(None, description="Required `iss` claim, when set.")
    jwt_role_claim: str = Field(
        "role",
        min_length=1,
        description="Claim with the role, or with a list of roles; dots lead into an object: `realm_access.roles`.",
    )
    jwt_project_claim: str = Field(
        "project", min_length=1, description="Claim with the number of the project, as a number or a text."
    )
    jwt_default_project: int | None = Field(
        None,
        ge=1,
        lt=2**31,
        description="Project of tokens without a claim that names one; if unset, such tokens are rejected.",
    )
    jwt_operators: bool = Field(
        False,
        description="Accept tokens with the role operator and no project, whose users may manage all projects.",
    )
    jwt_leeway: float = Field(
        30.0, ge=0, le=600, description="Seconds that the clock of the issuer of tokens may differ from this one."
    )
    jwks_outage: float = Field(
        86_400.0,
        gt=0,
        description="Seconds for which the last keys of the JWKS are used while they cannot be fetched again.",
    )

    privacy_secret: setting_types.LongSecret = Field(
        None,
        description="Secret under which erased viewers are remembered: at least 32 bytes, the same for all processes, "
        "never changed. If unset, nobody can be erased.",
    )
    tombstones: setting_types.Tombstones = Field(
        None,
        description="Folder outside of the database in which the aggregator keeps what erased viewers are recognised "
        "by, the same for all processes: a restored backup erases them again before it is used. If unset, that is done "
        "by hand (`viewpulse privacy replay`).",
    )

    pooler_url: setting_types.PoolerUrl = Field(
        None,
        description="Address of the same database behind a pooler that lends connections by transaction, such as "
        "PgBouncer: API processes and workers read there. Ingest, the aggregator and commands connect to "
        "`VIEWPULSE_DATABASE_URL`. If unset, all do.",
    )
    database_pool_size: int = Field(10, ge=2, description="Maximum PostgreSQL connections of one process.")
    database_timeout: float = Field(
        10.0, gt=0, description="Seconds one statement may take, and an operation may wait for a connection."
    )
    database_capacity_bytes: int = Field(
        0, ge=0, description="Size of the volume of PostgreSQL, for the alert at 80 %; 0: unknown."
    )

    ingest_writers: int = Field(4, ge=1, description="Maximum group commits at the same time.")
    ingest_max_batch: int = Field(2000, ge=1, description="Maximum events written by one transaction.")
    ingest_max_delay: float = Field(0.003, ge=0, description="Seconds a group commit waits for more events.")
    ingest_queue_events: int = Field(
        20_000, ge=100, description="Maximum events waiting to be written; further ones are answered UNAVAILABLE."
    )
    ingest_timeout: float = Field(10.0, gt=0, description="Seconds a request waits for the commit.")
    ingest_max_lag: float = Field(
        30.0,
        ge=0,
        description="Seconds that events may wait to be counted; beyond, tracking is slowed down to the rate that is "
        "counted. 0: never.",
    )

    clock_tolerance: float = Field(
        300.0,
        ge=0,
        description="Difference in seconds between `sentAt` and arrival above which the client's clock is corrected.",
    )
    oldest_event: date = Field(
        date(2005, 1, 1),
        ge=date(1970, 1, 1),
        description="Day (UTC) before which no event can have occurred; `viewpulse import --oldest` lowers it.",
    )
    creators_claim_contents: bool = Field(
        True,
        description="Whether creators may declare contents that have no owner, and own contents whose first event "
        "names them. If false, only admins add to the catalogue, and only the catalogue determines ownership. Run "
        "`viewpulse rebuild` after a change.",
    )

    bot_views_per_minute: int = Field(
        120,
        ge=1,
        description="Views per minute of one sender above which the sender's further views of that minute count as a "
        "bot's.",
    )
    data_center_networks: list[IPvAnyNetwork] = Field(
        default_factory=list, description="Networks (CIDR) of data centres; events sent from them count as a bot's."
    )
    data_center_header: str | None = Field(
        None, description="Header in which your CDN marks requests from data centres: `1`, `true` or `yes`."
    )
    client_address_header: str | None = Field(
        None,
        description="Header in which your proxy sends the client's address; the last one if there are several. If "
        "unset, the address of the connection is used. Set it behind a proxy, because senders are also distinguished "
        "by network.",
    )

    aggregation_interval: float = Field(
        1.0, gt=0, description="Seconds within which an event is counted, as long as the aggregator keeps up."
    )
    aggregation_max_events: int = Field(
        100_000,
        ge=1,
        description="Approximate number of events folded by one transaction; less where it would take over 5 seconds.",
    )
    aggregation_max_lag: float = Field(
        60.0, gt=0, description="Seconds of lag above which `aggregator.ok` of the health check is false."
    )
    raw_retention_days: int = Field(
        90, ge=0, description="Whole UTC days before today whose raw events are kept; 0: forever."
    )
    quarter_retention_days: int = Field(
        365,
        ge=0,
        description="Whole UTC days before today whose counters are kept by quarter-hour: at least 60, and those with "
        "raw events; of older ones, sums of whole UTC days are kept. 0: forever.",
    )
    day_retention_days: int = Field(
        1826,
        ge=0,
        description="Whole UTC days before today whose counters are kept by day, at least those kept by quarter-hour; "
        "older ones count over all time. 0: forever.",
    )
    anonymize_after_days: int = Field(
        90,
        ge=0,
        description="Whole UTC days after a viewer's last event, and not before its raw events have expired, when its "
        "ids are replaced by random ones in all that is kept; 0: never.",
    )
    watching_window: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds after a viewer's last event when the viewer no longer counts as watching.",
    )
    rejected_retention_days: int = Field(7, ge=1, description="Days that rejected events are kept.")

    trending_min_views_per_hour: int = Field(
        100,
        ge=1,
        description="Views per hour from which a content may trend; run `viewpulse rebuild` after lowering it.",
    )
    score_interval: float = Field(60.0, gt=0, description="Seconds between refreshes of the content scores.")
    performance_watch_target: float = Field(30.0, gt=0, description="Average seconds watched that are worth 100.")
    performance_save_cap: float = Field(10.0, gt=0, description="Saves per view, in percent, that are worth 100.")
    performance_share_cap: float = Field(5.0, gt=0, description="Shares per view, in percent, that are worth 100.")
    performance_view_through_weight: float = Field(0.30, ge=0, description="Performance: weight of views/impressions.")
    performance_watch_weight: float = Field(0.25, ge=0, description="Performance: weight of the average watch time.")
    performance_save_weight: float = Field(0.20, ge=0, description="Performance: weight of the saves.")
    performance_share_weight: float = Field(0.15, ge=0, description="Performance: weight of the shares.")
    performance_skip_weight: float = Field(
        0.10, ge=0, description="Performance: weight of the skips, which is subtracted."
    )
    performance_boost: float = Field(1.0, ge=0, description="Performance: factor of the weighted sum.")
    top_min_views: int = Field(10, ge=1, description="Views that a content needs to be ranked by a score or a rate.")
    public_cache_seconds: float = Field(30.0, ge=1, le=60, description="Maximum age of public lists in seconds.")

    worker_questions: int = Field(
        2, ge=1, description="Questions that one `viewpulse worker` answers at the same time."
    )
    worker_queue: int = Field(
        100, ge=1, description="Questions that may wait for a worker; further ones are answered UNAVAILABLE."
    )
    worker_timeout: float = Field(
        20.0, gt=0, description="Seconds that a worker may take for one question; beyond: LIMIT_EXCEEDED."
    )
    worker_cache_bytes: int = Field(
        128 * 1024 * 1024, ge=0, description="Bytes of answers that a worker keeps for further questions."
    )

    live_channels: int = Field(16, ge=1, le=1024, description="Redis channels that subjects are distributed over.")
    live_poll_interval: float = Field(2.0, gt=0, description="Seconds between polls that find lost notifications.")
    live_max_subscriptions: int = Field(100, ge=1, description="Maximum open operations of one socket.")
    live_max_shared: int = Field(10_000, ge=1, description="Maximum distinct live subscriptions of one process.")
    live_max_per_project: int = Field(8_000, ge=1, description="Maximum distinct live subscriptions of one project.")
    live_max_per_user: int = Field(500, ge=1, description="Maximum distinct live subscriptions of one signed-in user.")
    live_max_per_network: int = Field(
        500, ge=1, description="Maximum distinct live subscriptions of guests (no token) in one network."
    )
    live_guest_part: float = Field(
        0.5, ge=0, le=1, description="Share of a process's and of a project's live subscriptions that guests may use."
    )
    live_concurrency: int = Field(
        4, ge=1, description="Live answers for signed-in users computed at the same time; half as many for guests."
    )
    live_write_buffer: int = Field(256 * 1024, ge=1024, description="Unsent bytes above which a socket counts as slow.")

    limit_tracking_per_user: int = Field(
        100,
        ge=0,
        description="Single tracking mutations a minute of one user, by the token, or of one guest's session. 0, here "
        "and below: no limit.",
    )
    limit_batches_per_user: int = Field(
        10, ge=0, description="The same for batches; one of fewer than 100 events counts as its part, at least a tenth."
    )
    limit_analytics_per_user: int = Field(
        60,
        ge=0,
        description="Queries, and subscriptions that are opened, a minute of one user; one that costs more than 1,000 "
        "counts as several.",
    )
    limit_admin_per_user: int = Field(
        600, ge=0, description="Mutations that track nothing, such as `upsertContents`, a minute of one user."
    )
    limit_executions_per_user: int = Field(
        6000,
        ge=0,
        description="Executions of live subscriptions a minute of one user, in one process; one that costs more than "
        "1,000 counts as several; users who share one pay in turn. Beyond it, answers come later.",
    )
    limit_tracking_per_key: int = Field(
        0, ge=0, description="Single tracking mutations a minute with one write key, of all who send with it."
    )
    limit_batches_per_key: int = Field(0, ge=0, description="Batches a minute with one write key.")
    limit_analytics_per_key: int = Field(0, ge=0, description="Queries and subscriptions a minute with one write key.")
    limit_tracking_per_network: int = Field(
        0, ge=0, description="Single tracking mutations a minute of all clients without a token in one network."
    )
    limit_batches_per_network: int = Field(
        0, ge=0, description="Batches a minute of all clients without a token in one network."
    )
    limit_analytics_per_network: int = Field(
        0, ge=0, description="Queries and subscriptions a minute of all clients without a token in one network."
    )
    limit_failed_logins_per_network: int = Field(
        60,
        ge=0,
        description="Failed log-ins a minute of one network, in one process: keys and tokens that are not valid.",
    )
    limit_wait: float = Field(
        0.25,
        gt=0,
        description="Seconds that a request waits for Redis to be limited; then its process does it alone.",
    )

    socket_messages_per_second: int = Field(
        100,
        ge=0,
        description="Messages a second that are read from one socket; a client that sends more is slowed down. As much "
        "as in two seconds may come at once. 0: any number.",
    )
    socket_compression: bool = Field(
        False, description="Compress messages of WebSockets whose clients offer permessage-deflate."
    )

    max_body_bytes: int = Field(
        1024 * 1024,
        ge=1024,
        description="Maximum bytes of a request body, as sent and decompressed, or of a socket message.",
    )
    max_header_bytes: int = Field(
        64 * 1024, ge=8 * 1024, description="Maximum bytes of a request's first line and headers; above: 431, or 414."
    )
    max_connections: int = Field(10_000, ge=1, description="Maximum open connections of one process; above: 503.")
    max_connections_per_address: int = Field(
        1000,
        ge=1,
        description="Maximum open connections of one client address. If `VIEWPULSE_CLIENT_ADDRESS_HEADER` is set, the "
        "proxy must enforce it.",
    )
    max_sockets_per_user: int = Field(
        200, ge=1, description="Maximum open WebSockets and event streams of one signed-in user, in one process."
    )
    header_timeout: float = Field(
        10.0,
        gt=0,
        description="Seconds within which a request's headers must arrive, and a new connection must send its first "
        "request.",
    )
    body_timeout: float = Field(30.0, gt=0, description="Seconds a request's body may take.")
    send_timeout: float = Field(
        60.0,
        gt=0,
        description="Seconds a client may take to read an answer, or the remaining data when its socket closes.",
    )
    keep_alive_timeout: int = Field(
        75,
        ge=1,
        description="Seconds a connection may be idle after an answer. Set it higher than the idle timeout of your "
        "load balancer and of your clients: a request sent while the server closes its connection fails.",
    )
    connection_init_timeout: float = Field(5.0, gt=0, description="Seconds within which a socket must authenticate.")
    anonymous_idle_timeout: float = Field(
        60.0, gt=0, description="Seconds a socket without a token may stay open without an operation."
    )
    cors_origins: list[str] = Field(
        default_factory=list,
        description="Origins of other sites, and of apps that are pages, that may use the API, or `*`; in development "
        "localhost is allowed.",
    )
    cors_headers: list[str] = Field(
        default_factory=list,
        description="Additional headers that pages of other sites may send; `x-name-*` allows all with that prefix.",
    )
    tracking_path: setting_types.TrackingPath = Field(
        "/v1/in", description="Path to which pages post events as plain text, also from other sites; empty: none."
    )
    tracking_origins: list[str] = Field(
        ["*"], description="Origins of other sites that may send events to `VIEWPULSE_TRACKING_PATH`, or `*`."
    )
    request_timeout: float = Field(30.0, gt=0, description="Seconds one operation may take.")
    archive: setting_types.ArchiveFolder = Field(None, description="Folder of the archive; if unset, there is none.")

    @property
    def performance_rules(self) -> tuple[float, ...]:
        """Watch target, caps of saves and shares, the weights, boost: the ``rules`` of performance_score in SQL."""
        caps = (self.performance_watch_target, self.performance_save_cap, self.performance_share_cap)
        weights = ("view_through", "watch", "save", "share", "skip")
        weighed = (getattr(self, f"performance_{name}_weight") for name in weights)
        return (*caps, *weighed, self.performance_boost)

    @model_validator(mode="after")
    def _one_source_of_keys(self) -> Self:
        if self.jwt_secret is not None and self.jwks_url is not None:
            raise ValueError("Set VIEWPULSE_JWT_SECRET or VIEWPULSE_JWKS_URL, not both.")
        return self
