from tests.integration.analytics.conftest import stack
from tests.integration.transport.conftest import api, write_key

__all__ = ["api", "stack", "write_key"]
