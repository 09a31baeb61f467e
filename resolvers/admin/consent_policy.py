"""``setConsentPolicy``: what becomes of events without consent."""

from typing import Annotated

import strawberry

from resolvers.access import ADMIN
from resolvers.context import Info
from resolvers.enums import register_enum
from resolvers.root_fields import mutation_field
from server.consent import ConsentPolicy
from server.storage.projects import set_consent_policy as store_policy

register_enum(
    ConsentPolicy,
    "What becomes of events of viewers who have not consented.",
    {
        ConsentPolicy.OFF: "They are stored as they are sent; nobody is asked.",
        ConsentPolicy.REQUIRED: "They are stored, and counted, without what identifies the viewer.",
        ConsentPolicy.REFUSE: "They are refused with CONSENT_REQUIRED.",
    },
)


@strawberry.type(description="What the project demands.")
class ConsentPolicyPayload:
    """The payload of ``setConsentPolicy``."""

    consent: ConsentPolicy = strawberry.field(description="What becomes of events without consent from now on.")


@mutation_field(
    ADMIN,
    "Sets what becomes of events of viewers who have not consented; every API process follows within 30 s. What was "
    "stored before stays. For admins; each call is logged.",
)
async def set_consent_policy(
    info: Info,
    consent: Annotated[ConsentPolicy, strawberry.argument(description="What the project demands.")],
) -> ConsentPolicyPayload:
    """Sets the policy of the project, for an admin."""
    async with info.context.services.directory.acquire() as connection:
        await store_policy(connection, info.context.caller.project_id, consent)
    return ConsentPolicyPayload(consent=consent)
