from tests.integration.conftest import one_schema

__all__ = ["one_schema"]
