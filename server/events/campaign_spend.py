"""What campaigns cost: declared by admins, by day and currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.access import Caller
from server.errors import ErrorCode, ViewpulseError
from server.events.catalogue import Amount, Currency
from server.events.checking import unstorable_text
from server.events.model import Rejection, RejectionCode, Sent, ShortText, decode_item
from server.storage.database import Pool
from server.storage.sql import load_sql

MAX_ITEMS = 100


class SpendRecord(Sent):
    """What a campaign cost on a day; it replaces what was declared for that day and currency before."""

    campaign: ShortText
    day: date
    currency: Currency
    amount: Amount

    @property
    def key(self) -> tuple[str, date, str]:
        """What is declared once."""
        return self.campaign, self.day, self.currency


@dataclass(frozen=True, slots=True)
class CampaignSpend:
    """What a campaign cost on a day, as it is stored.

    Attributes:
        campaign: The campaign, as ``source.campaign`` of events names it.
        day: The day.
        currency: The ISO 4217 code.
        decimals: Decimals of the currency.
        amount: The amount in minor units.
    """

    campaign: str
    day: date
    currency: str
    decimals: int
    amount: int


def decode_spend(raw: object) -> SpendRecord | Rejection:
    """A declaration, or a rejection.

    Args:
        raw: The item, as for ``decode_event``.
    """
    declared = decode_item(raw, SpendRecord)
    if isinstance(declared, Rejection):
        return declared
    if path := unstorable_text(declared):
        message = "The text contains a NUL character or a lone surrogate."
        return Rejection(code=RejectionCode.BAD_INPUT, message=message, path=list(path), payload=declared)
    return declared


async def upsert_campaign_spend(
    pool: Pool, caller: Caller, items: Sequence[SpendRecord | Rejection]
) -> list[CampaignSpend | Rejection]:
    """Declares what campaigns cost.

    Args:
        pool: The database.
        caller: An admin.
        items: 1 to 100 declarations, as decoded by ``decode_spend``.

    Returns:
        For each item, in order, what is stored now; or a rejection, which is BAD_INPUT for a campaign, day and currency
        that occur twice.

    Raises:
        ViewpulseError: UNAUTHENTICATED, FORBIDDEN unless an admin asks, or BAD_INPUT for no or too many items.
    """
    caller.require_admin()
    if not 1 <= len(items) <= MAX_ITEMS:
        raise ViewpulseError(ErrorCode.BAD_INPUT, f"Send 1 to {MAX_ITEMS} items.", field=["items"])
    wanted: dict[tuple[str, date, str], SpendRecord] = {}
    answers: list[SpendRecord | Rejection] = []
    for item in items:
        answer = item
        if isinstance(item, SpendRecord) and wanted.setdefault(item.key, item) is not item:
            message = "The request contains this campaign, day and currency twice."
            answer = Rejection(code=RejectionCode.BAD_INPUT, message=message, path=["campaign"], payload=item)
        answers.append(answer)
    stored = await _store(pool, caller.project_id, wanted) if wanted else {}
    return [answer if isinstance(answer, Rejection) else stored[answer.key] for answer in answers]


async def _store(
    pool: Pool, project_id: int, wanted: dict[tuple[str, date, str], SpendRecord]
) -> dict[tuple[str, date, str], CampaignSpend]:
    records = [wanted[key] for key in sorted(wanted)]
    rows = await load_sql(__name__, "upsert_campaign_spend").fetch(
        pool,
        project=project_id,
        campaigns=[record.campaign for record in records],
        dates=[record.day for record in records],
        currencies=[record.currency for record in records],
        amounts=[f"{Decimal(str(record.amount)):f}" for record in records],
    )
    found = [CampaignSpend(**row) for row in rows]
    return {(spend.campaign, spend.day, spend.currency): spend for spend in found}
