"""Commands that have commands of their own, such as ``viewpulse key create``."""

from server.cli_archive import archive_app
from server.cli_audit import audit_app
from server.cli_backup import backup_app
from server.cli_cells import cell_app
from server.cli_export import export_app
from server.cli_keys import key_app
from server.cli_privacy import privacy_app
from server.cli_projects import project_app
from server.cli_retention import retention_app
from server.cli_social import social_app

GROUPS = {
    "project": project_app,
    "key": key_app,
    "privacy": privacy_app,
    "audit": audit_app,
    "retention": retention_app,
    "social": social_app,
    "cell": cell_app,
    "export": export_app,
    "archive": archive_app,
    "backup": backup_app,
}
"""In the order of ``viewpulse --help``."""
