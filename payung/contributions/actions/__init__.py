"""How does a month get paid: invoice in, differences out, three signatures, money moved, proof kept?"""

from payung.contributions.actions.active_lists import receive_active_list
from payung.contributions.actions.books import export_books, tell_export
from payung.contributions.actions.closing import close_month, reopen_month
from payung.contributions.actions.corrections import (
    correct_after_death,
    post_correction,
    preview_correction,
    propose_correction,
    refuse_correction,
    wish_of,
)
from payung.contributions.actions.funds import amend_appropriation
from payung.contributions.actions.invoices import receive_invoice, recheck_invoice
from payung.contributions.actions.letters import record_letter
from payung.contributions.actions.orders import approve_order, create_order, verify_order, void_order
from payung.contributions.actions.overpaid import credit_stopped, explain_unknown, hold_unknown, refund_credit
from payung.contributions.actions.payment import Proof, record_payment
from payung.contributions.actions.renewal import renew_round
from payung.contributions.actions.stops import keep_living, keep_member, stop_member
from payung.jobs.actions import Refused

__all__ = [
    "Proof",
    "Refused",
    "amend_appropriation",
    "approve_order",
    "close_month",
    "correct_after_death",
    "create_order",
    "credit_stopped",
    "explain_unknown",
    "export_books",
    "hold_unknown",
    "keep_living",
    "keep_member",
    "post_correction",
    "preview_correction",
    "propose_correction",
    "receive_active_list",
    "receive_invoice",
    "recheck_invoice",
    "record_letter",
    "record_payment",
    "refund_credit",
    "refuse_correction",
    "renew_round",
    "reopen_month",
    "stop_member",
    "tell_export",
    "verify_order",
    "void_order",
    "wish_of",
]
