from tests.integration.analytics.conftest import stack

__all__ = ["stack"]
