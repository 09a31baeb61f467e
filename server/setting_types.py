"""Types of settings that only some texts are good for, with what is said of others."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo

MIN_SECRET_LENGTH = 32  # bytes; as long as an HS256 signature (RFC 7518, section 3.2)
JWKS_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_OWN_PATHS = ("/graphql", "/graphiql", "/health", "/ui")


def _beginning(name: str, starts: tuple[str, ...], said: str) -> Callable[[str], str]:
    def check(url: str) -> str:
        if not url.startswith(starts):
            raise ValueError(f"{name} must start with {said}.")
        return url

    return check


def _some_collector(url: str | None) -> str | None:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("VIEWPULSE_TRACES_ENDPOINT must start with http:// or https://.")
    return url or None


def _some_callback(url: str | None) -> str | None:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("VIEWPULSE_SOCIAL_CALLBACK_URL must start with http:// or https://.")
    return url or None


def _some_folder(path: object) -> object:
    if path == "":
        raise ValueError("VIEWPULSE_DATA_DIR must not be empty; use . for the current folder.")
    return path


def _some_existing_folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise ValueError(f"VIEWPULSE_TOMBSTONES must be a folder that exists; {path} is none.")
    return path


def _some_path(path: str | None) -> str | None:
    if path is not None and (not _PATH.fullmatch(path) or path.startswith(_OWN_PATHS)):
        raise ValueError(
            "VIEWPULSE_TRACKING_PATH must be a path such as /v1/in, of letters, digits and any of /-._~, that is not "
            "used for anything else."
        )
    return path


def _none_if_empty(value: object) -> object:
    return value or None


def _only_public_keys(algorithms: list[str]) -> list[str]:
    refused = [name for name in algorithms if name not in JWKS_ALGORITHMS]
    if refused or not algorithms:
        raise ValueError(f"VIEWPULSE_JWT_ALGORITHMS may contain only {', '.join(JWKS_ALGORITHMS)}.")
    return algorithms


def _long_enough(secret: SecretStr | None, field: ValidationInfo) -> SecretStr | None:
    if secret is not None and len(secret.get_secret_value().encode()) < MIN_SECRET_LENGTH:
        raise ValueError(
            f"VIEWPULSE_{str(field.field_name).upper()} must be at least {MIN_SECRET_LENGTH} bytes long; "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return secret


PostgresUrl: TypeAlias = Annotated[
    str, AfterValidator(_beginning("VIEWPULSE_DATABASE_URL", ("postgresql://", "postgres://"), "postgresql://"))
]
PoolerUrl: TypeAlias = Annotated[
    Annotated[
        str, AfterValidator(_beginning("VIEWPULSE_POOLER_URL", ("postgresql://", "postgres://"), "postgresql://"))
    ]
    | None,
    BeforeValidator(_none_if_empty),
]
RedisUrl: TypeAlias = Annotated[
    str,
    AfterValidator(
        _beginning("VIEWPULSE_REDIS_URL", ("redis://", "rediss://", "unix://"), "redis://, rediss:// or unix://")
    ),
]
CollectorUrl: TypeAlias = Annotated[str | None, AfterValidator(_some_collector)]
CallbackUrl: TypeAlias = Annotated[str | None, AfterValidator(_some_callback)]
Folder: TypeAlias = Annotated[Path, BeforeValidator(_some_folder)]
Tombstones: TypeAlias = Annotated[Path | None, BeforeValidator(_none_if_empty), AfterValidator(_some_existing_folder)]
ArchiveFolder: TypeAlias = Annotated[Path | None, BeforeValidator(_none_if_empty)]
TrackingPath: TypeAlias = Annotated[str | None, BeforeValidator(_none_if_empty), AfterValidator(_some_path)]
PublicKeyAlgorithms: TypeAlias = Annotated[list[str], AfterValidator(_only_public_keys)]
LongSecret: TypeAlias = Annotated[SecretStr | None, AfterValidator(_long_enough)]
