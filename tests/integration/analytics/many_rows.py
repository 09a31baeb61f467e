"""A database with rows in realistic numbers, so that plans are those of a large installation."""

from importlib import import_module
from pkgutil import iter_modules

from server.settings import Settings
from server.storage.database import open_pool
from tests.integration.analytics import plans
from tests.integration.analytics.plans import filling

AREAS = [import_module(f"{plans.__name__}.{module.name}") for module in iter_modules(plans.__path__)]


async def fill(settings: Settings) -> None:
    """The common rows, then those that an area adds, then statistics."""
    pool = await open_pool(settings, application="test")
    try:
        await pool.execute(filling.FILL)
        for area in AREAS:
            if area.__name__ != filling.__name__ and hasattr(area, "FILL"):
                await pool.execute(area.FILL)
        await pool.execute("ANALYZE")
        await pool.execute("VACUUM content_scores")
    finally:
        await pool.close()
