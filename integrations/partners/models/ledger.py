"""The commission ledger: amounts that move from one purse to another, written once."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from integrations.partners.models.check import Check
from integrations.partners.models.referral import Referral
from integrations.partners.scope import PartnerModel

# Every entry takes from one purse what it puts into another, so that all purses together are always nothing.
WORLD, HELD, APPROVED, PAID = "world", "held", "approved", "paid"
MOVES = {
    "accrued": ((WORLD, HELD),),
    "approved": ((HELD, APPROVED),),
    "held": ((APPROVED, HELD),),
    "paid": ((APPROVED, PAID),),
    "reversed": ((HELD, WORLD), (APPROVED, WORLD)),
}
MOVE = models.Q()
for _kind, _moves in MOVES.items():
    for _source, _target in _moves:
        MOVE |= models.Q(kind=_kind, source=_source, target=_target)


class Entry(PartnerModel):
    """One move, in minor units of `currency`, always more than nothing. Nobody can change or delete one.

    `accrual` is the entry that all others about the same invoice belong to; `cause` is what makes the same event count once.
    """

    class Kind(models.TextChoices):
        ACCRUED = "accrued", _("Earned")
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Held back")
        PAID = "paid", _("Paid")
        REVERSED = "reversed", _("Taken back")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.CharField(max_length=8)
    target = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cause = models.CharField(max_length=80)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    accrual = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    invoice_number = models.BigIntegerField(null=True)
    net = models.BigIntegerField(null=True)
    rate = models.PositiveIntegerField(null=True)
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(PartnerModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "id"], name="partners_entry_pair"),
            models.UniqueConstraint(fields=["partner", "cause"], name="partners_entry_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="partners_entry_amount"),
            models.CheckConstraint(condition=MOVE, name="partners_entry_move"),
            # Everything but a payment and the accrual itself is about an accrual.
            models.CheckConstraint(
                condition=models.Q(kind__in=["accrued", "paid"], accrual=None)
                | models.Q(kind__in=["approved", "held", "reversed"], accrual__isnull=False),
                name="partners_entry_accrual",
            ),
        ]
        indexes = [models.Index(fields=["partner", "accrual"], name="partners_entry_chain")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def change(self) -> int:
        """What this did to what we owe the partner: a move from held to approved changes nothing."""
        owed = (HELD, APPROVED)
        return self.amount * ((self.target in owed) - (self.source in owed))
