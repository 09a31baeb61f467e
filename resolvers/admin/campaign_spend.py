"""``upsertCampaignSpend``: what campaigns cost."""

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from resolvers.access import ADMIN
from resolvers.batches import Answered, Batch, answer_fields, batch_fields
from resolvers.context import Info
from resolvers.items import as_sent, decode_items
from resolvers.root_fields import mutation_field
from resolvers.scalars import Long
from server.events import campaign_spend
from server.events.campaign_spend import decode_spend
from server.events.family_forms import AMOUNT, CURRENCY
from server.events.model import Rejection


@as_sent
@strawberry.input(
    description="What a campaign cost on a day; replaces what was declared for that campaign, day and currency."
)
class CampaignSpendInput:
    """One item of ``upsertCampaignSpend``; decoded as a ``SpendRecord``."""

    campaign: str = strawberry.field(
        description="The campaign, as `source.campaign` of events names it; 1-128 characters."
    )
    day: str = strawberry.field(description="The day, YYYY-MM-DD; questions take it as a day of their own time zone.")
    currency: str = strawberry.field(description=CURRENCY)
    amount: str = strawberry.field(description=f"What it cost, {AMOUNT}")


@strawberry.type(description="What a campaign cost on a day.")
class CampaignSpend:
    """The stored side of ``CampaignSpendInput``."""

    campaign: str = strawberry.field(description="The campaign.")
    day: str = strawberry.field(description="The day, YYYY-MM-DD.")
    currency: str = strawberry.field(description="ISO 4217 code.")
    decimals: int = strawberry.field(description="Decimals of the currency.")
    amount: Long = strawberry.field(description="What it cost, in minor units.")


@strawberry.type(description="Result of one item.")
class CampaignSpendResult(Answered):
    """Result of one item of ``upsertCampaignSpend``."""

    spend: CampaignSpend | None = strawberry.field(description="What is stored now; null when rejected.")

    @classmethod
    def from_item(cls, index: int, item: campaign_spend.CampaignSpend | Rejection) -> Self:
        """The API type of one item's result."""
        spend = None
        if not isinstance(item, Rejection):
            spend = CampaignSpend(
                campaign=item.campaign,
                day=item.day.isoformat(),
                currency=item.currency,
                decimals=item.decimals,
                amount=item.amount,
            )
        return cls(**answer_fields("items", index, item), spend=spend)


@strawberry.type(description="Results of `upsertCampaignSpend`, in the order of the request.")
class CampaignSpendPayload(Batch):
    """The payload of ``upsertCampaignSpend``."""

    results: Sequence[CampaignSpendResult] = strawberry.field(description="One result per item, in their order.")
    problems: Sequence[CampaignSpendResult] = strawberry.field(description="Those of the items that were not accepted.")


@mutation_field(
    ADMIN,
    "Declares what 1-100 campaigns cost on a day; each item has its own result. `revenue` shows it with what they "
    "sold. For admins.",
    items="items",
)
async def upsert_campaign_spend(
    info: Info,
    items: Annotated[
        list[CampaignSpendInput],
        strawberry.argument(description="1-100 items with distinct campaigns, days or currencies."),
    ],
) -> CampaignSpendPayload:
    """Stores a batch of declarations; results are in the order of the request."""
    decoded = decode_items(items, decode_spend)
    stored = await campaign_spend.upsert_campaign_spend(info.context.services.pool, info.context.caller, decoded)
    results = [CampaignSpendResult.from_item(index, item) for index, item in enumerate(stored)]
    return CampaignSpendPayload(**batch_fields(results))
