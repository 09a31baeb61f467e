"""What can go wrong at a network: a closed set, and what is done about each of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import ClassVar


class Scope(StrEnum):
    """Which calls have to wait."""

    ACCOUNT = "account"
    """Those of the account."""
    APP = "app"
    """All calls to the network: the limit is that of our application there."""


class Action(Enum):
    """What a collection does about a failure."""

    REFRESH = auto()
    """Refresh the token once and repeat the call; if that fails, too, the account needs to be connected again."""
    TELL_OWNER = auto()
    """Note why for the owner, and try again at the next collection."""
    WAIT = auto()
    """Stop calls of the scope until the moment that the network names, and collect then."""
    STOP_NETWORK = auto()
    """Stop all accounts of the network until an operator starts them again."""
    WITHOUT = auto()
    """Ask again without these metrics, and remember that they are not there."""
    ALERT = auto()
    """Log an error for the operator: our code no longer fits the network."""
    FORGET_POSTS = auto()
    """Mark the posts as gone, and keep what is known of them."""
    RETRY = auto()
    """Repeat the call with growing random pauses, at most four times."""


class SocialFailure(Exception):  # noqa: N818 - the failures of this set
    """A call to a network failed.

    Args:
        reason: One sentence for the owner of the account; without tokens and addresses.

    Attributes:
        action: What is done about it.
        code: Its name in stored outcomes.
    """

    action: ClassVar[Action]
    code: ClassVar[str]

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AuthExpired(SocialFailure):
    """The token has expired, or was revoked."""

    action, code = Action.REFRESH, "auth_expired"


class PermissionMissing(SocialFailure):
    """The token does not open this: a scope is missing, or a role of its user."""

    action, code = Action.TELL_OWNER, "permission_missing"


class _Paused(SocialFailure):
    def __init__(self, reason: str, until: datetime, scope: Scope) -> None:
        super().__init__(reason)
        self.until = until
        self.scope = scope


class Throttled(_Paused):
    """Too many calls in a short time.

    Args:
        reason: As for all.
        until: When the network answers again.
        scope: Whose calls it means.
    """

    action, code = Action.WAIT, "throttled"


class QuotaExhausted(_Paused):
    """The calls of a day or a month are used up; arguments as of ``Throttled``."""

    action, code = Action.WAIT, "quota_exhausted"


class BillingStop(SocialFailure):
    """The network wants to be paid first."""

    action, code = Action.STOP_NETWORK, "billing_stop"


class MetricUnsupported(SocialFailure):
    """The network refuses a call because of metrics that it does not have, or not for these posts.

    Args:
        reason: As for all.
        names: The metrics that it names; empty if it does not say which.
        is_of_all: Whether it says that it has them for nobody, which is remembered; else other posts and accounts may
            have them.
    """

    action, code = Action.WITHOUT, "metric_unsupported"

    def __init__(self, reason: str, names: Sequence[str] = (), *, is_of_all: bool = False) -> None:
        super().__init__(reason)
        self.names = tuple(names)
        self.is_of_all = is_of_all


class ContractChanged(SocialFailure):
    """The network answers in a form that we do not know, or no longer serves the version that we ask."""

    action, code = Action.ALERT, "contract_changed"


OTHER_FORM = (LookupError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading an answer raises that has another form than the network documents."""


def other_form(error: Exception) -> ContractChanged:
    """The failure behind one of ``OTHER_FORM``."""
    return ContractChanged(f"The network answered in a form that this version does not know: {error!r}")


class NotFound(SocialFailure):
    """The network does not have what was asked for.

    Args:
        reason: As for all.
        ids: What is not there; empty: the one that the call was about.
    """

    action, code = Action.FORGET_POSTS, "not_found"

    def __init__(self, reason: str, ids: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.ids = tuple(ids)


class Transient(SocialFailure):
    """Something that passes: a fault of the network, a lost connection, an answer that is no JSON."""

    action, code = Action.RETRY, "transient"


FAILURES: tuple[type[SocialFailure], ...] = (
    AuthExpired,
    PermissionMissing,
    Throttled,
    QuotaExhausted,
    BillingStop,
    MetricUnsupported,
    ContractChanged,
    NotFound,
    Transient,
)
"""All of them."""

_BY_STATUS: Mapping[int, type[SocialFailure]] = {401: AuthExpired, 403: PermissionMissing, 404: NotFound}


def failure_of_status(status: int, reason: str) -> SocialFailure:
    """The failure of an answer that says nothing more than its HTTP status, from 400."""
    return _BY_STATUS.get(status, Transient if status >= 500 else ContractChanged)(reason)
