"""Migrates a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

import migrations


def sqlalchemy_url(database_url: str) -> str:
    """The URL with SQLAlchemy's name of the driver."""
    scheme, separator, rest = database_url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgres", "postgresql"):
        raise ValueError("VIEWPULSE_DATABASE_URL must start with postgresql://")
    return f"postgresql+asyncpg://{rest}"


def migrate(database_url: str) -> None:
    """Applies all missing migrations. Blocking; call it before an event loop runs."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(database_url).replace("%", "%%"))
    command.upgrade(config, "head")
