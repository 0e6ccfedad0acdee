"""Every act that the audit log knows: its name in the code, its words, its icon. An act that is not here fails the suite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Act:
    """What happened, as a heading and as a template over the record's `data` and words; `bad` where somebody was refused."""

    title: Promise | str
    detail: Promise | str = ""
    icon: str = "check"
    bad: bool = False


ACTS: Mapping[str, Act] = {
    "account.erased": Act(_("Erased the account"), "", "x"),
    "account.erasure_aborted": Act(_("Kept the account after all"), "", "x"),
    "account.erasure_requested": Act(_("Asked for the account to be erased"), "", "x"),
    "account.exported": Act(_("Asked for a copy of the account"), "", "dl"),
    "account.opened": Act(_("Opened the account"), "{name}", "home"),
    "account.resumed": Act(_("Account resumed"), "{reason}", "home"),
    "account.second_factor_optional": Act(_("A second factor is no longer required"), "", "shield"),
    "account.second_factor_required": Act(_("Everybody needs a second factor now"), "", "shield"),
    "account.single_sign_on_optional": Act(_("Passwords open the account again"), "", "shield"),
    "account.single_sign_on_required": Act(_("Everybody but owners signs in with the provider now"), "", "shield"),
    "account.suspended": Act(_("Account suspended"), "{reason}", "alert", bad=True),
    "billing.edited": Act(_("Changed the billing address"), "", "coin"),
    "card.kept": Act(_("Kept a payment card"), _("at {provider}"), "coin"),
    "conversation.answered": Act(_("Answered what was asked"), "{given}", "check"),
    "conversation.asked": Act(_("Asked a visitor"), "{asks}", "chat"),
    "conversation.assigned": Act(_("Assigned a conversation"), "", "user"),
    "conversation.closed": Act(_("Closed a conversation"), "", "check"),
    "conversation.ended": Act(_("Ended a conversation"), "", "check"),
    "canned_reply.added": Act(_("Added a canned reply"), "{name}", "chat"),
    "canned_reply.edited": Act(_("Changed a canned reply"), "{name}", "chat"),
    "canned_reply.removed": Act(_("Removed a canned reply"), "{name}", "x"),
    "conversation.merged": Act(_("Merged a conversation"), _("into #{into}"), "people"),
    "conversation.moved": Act(_("Moved a conversation"), _("to {to}"), "people"),
    "conversation.reopened": Act(_("Reopened a conversation"), "", "chat"),
    "conversation.prioritized": Act(_("Changed the priority of a conversation"), "{priority}", "up"),
    "conversation.saved": Act(_("Saved a conversation as a file"), "", "dl"),
    "conversation.snoozed": Act(_("Snoozed a conversation"), "", "snooze"),
    "conversation.tagged": Act(_("Changed the tags of a conversation"), "{name}", "tag"),
    "conversation.unmerged": Act(_("Took a merged conversation apart"), _("from #{into}"), "people"),
    "delivery.cancelled": Act(_("Stopped sending"), _("to {to}"), "out", bad=False),
    "delivery.resent": Act(_("Sent a conversation again"), _("to {to}: {reason}"), "out"),
    "department.added": Act(_("Added a department"), "{name}", "people"),
    "department.edited": Act(_("Changed a department"), "{name}: {changed}", "people"),
    "department.removed": Act(_("Removed a department"), "{name}", "x"),
    "desk.day_removed": Act(_("Took a special day away"), "{date}", "clock"),
    "desk.day_set": Act(_("Set the hours of a day"), "{date}", "clock"),
    "desk.edited": Act(_("Changed hours, routing or forms"), "{changed}", "clock"),
    "desk.holidays_imported": Act(_("Imported holidays"), "{country}: {count}", "clock"),
    "email.changed": Act(_("Changed their email"), "", "mail"),
    "export.cancelled": Act(_("Cancelled a copy"), "", "dl"),
    "export.downloaded": Act(_("Downloaded a copy"), "", "dl"),
    "export.failed": Act(_("A copy could not be made"), "", "alert", bad=True),
    "import.failed": Act(_("An import could not be made"), "{name}", "alert", bad=True),
    "import.refused": Act(_("Refused an import: something in it is broken"), "{name}", "alert", bad=True),
    "import.started": Act(_("Uploaded a copy to import"), "{name}", "plus"),
    "import.stopped": Act(_("Stopped an import"), _("{name}, asked for by {of}"), "x"),
    "files.edited": Act(_("Changed which files may be sent"), "{changed}", "clip"),
    "forward.pressed": Act(_("Sent a conversation elsewhere"), _("to {to}"), "out"),
    "grant.given": Act(_("Granted support access"), _("For {hours} hours: {reason}"), "lock"),
    "grant.revoked": Act(_("Revoked support access"), "{reason}", "lock"),
    "identity_key.ended": Act(_("Ended a key that signs visitors"), "{kid}", "key"),
    "identity_key.made": Act(_("Made a key that signs visitors"), "{kid}", "key"),
    "integration.confirmed": Act(_("Agreed to receive conversations"), "{name}", "mail"),
    "integration.connected": Act(_("Connected an integration"), "{name}", "hook"),
    "integration.disabled": Act(_("Disabled an integration"), "{name}: {reason}", "alert"),
    "integration.edited": Act(_("Changed an integration"), "{name}: {changed}", "gear"),
    "integration.enabled": Act(_("Enabled an integration"), "{name}", "hook"),
    "integration.purged": Act(_("Purged what was sent to an integration"), "{name}: {count}", "x"),
    "integration.removed": Act(_("Removed an integration"), "{name}", "x"),
    "integration.secret_rotated": Act(_("Made a new secret for an integration"), "{name}", "key"),
    "integration.former_secret_ended": Act(_("Ended the former secret of an integration"), "{name}", "key"),
    "integration.tested": Act(_("Sent a sample to an integration"), "{name}", "hook"),
    "invitation.accepted": Act(_("Accepted an invitation"), _("as {role}"), "userplus"),
    "invitation.resent": Act(_("Sent an invitation again"), "{email}", "mail"),
    "invitation.revoked": Act(_("Revoked an invitation"), "{email}", "x"),
    "invoice.issued": Act(_("Issued an invoice"), "{number}", "coin"),
    "invoice.paid": Act(_("Invoice paid"), "{number}", "coin"),
    "invoice.voided": Act(_("Voided an invoice"), "{number}", "coin"),
    "key.issued": Act(_("Issued an API key"), "{name}", "key"),
    "key.revoked": Act(_("Revoked an API key"), "{name}", "key"),
    "ladder.edited": Act(
        _("Changed what happens when nobody answers"), _("Mail after {mail_after} minutes, a colleague after {colleague_after}"), "bell"
    ),
    "macro.added": Act(_("Added a macro"), "{name}", "chat"),
    "macro.edited": Act(_("Changed a macro"), "{name}", "chat"),
    "macro.removed": Act(_("Removed a macro"), "{name}", "x"),
    "member.changed": Act(_("Changed a member’s rights"), "", "people"),
    "member.invited": Act(_("Invited a member"), _("{email}, as {role}"), "userplus"),
    "member.joined": Act(_("Joined by the sign-in provider"), _("as {role}"), "userplus"),
    "member.left": Act(_("Left the account"), "{name}", "people"),
    "member.moved_to_provider": Act(_("Signs in with the provider from now on"), "", "key"),
    "member.removed": Act(_("Removed a member"), "{name}", "people"),
    "message.edited": Act(_("Corrected a message"), _("line {number}"), "chat"),
    "message.removed": Act(_("Took a message back"), _("line {number}"), "x"),
    "password.changed": Act(_("Changed their password"), "", "lock"),
    "payment.begun": Act(_("Began a payment"), "{number}", "coin"),
    "payment.credited": Act(_("Credited a payment"), "{number}", "coin"),
    "payment.refused": Act(_("Payment refused"), "{number}", "alert", bad=True),
    "plan.changed": Act(_("Changed the plan"), "", "coin"),
    "plan.credited": Act(_("Credited what was left of a plan"), "", "coin"),
    "plan.ended": Act(_("Plan ended"), "{plan}", "alert", bad=True),
    "plan.warned": Act(_("Most of the plan is used"), "", "alert"),
    "project.added": Act(_("Added a project"), "{name}", "plus"),
    "project.edited": Act(_("Changed a project’s settings"), "{changed}", "gear"),
    "project.imported": Act(_("Made a project of a copy"), _("{name}, asked for by {of}"), "plus"),
    "project.exported": Act(_("Asked for a copy of a project"), "", "dl"),
    "help.article_added": Act(_("Wrote a help article"), "{title}", "book"),
    "help.article_edited": Act(_("Changed a help article"), "{title}: {changed}", "book"),
    "help.article_published": Act(_("Published a help article"), "{title} ({language})", "book"),
    "help.article_removed": Act(_("Removed a help article"), "{title}", "x"),
    "help.article_withdrawn": Act(_("Took a help article off the page"), "{title} ({language})", "book"),
    "help.centre_set": Act(_("Changed the help centre"), "{changed}", "book"),
    "help.picture_added": Act(_("Added a picture to the help centre"), "{name}", "book"),
    "help.topic_added": Act(_("Added a help topic"), "{name}", "book"),
    "help.topic_edited": Act(_("Changed a help topic"), "{name}", "book"),
    "help.topic_removed": Act(_("Removed a help topic"), "{name}", "x"),
    "rule.added": Act(_("Added an automatic message"), "{name}", "chat"),
    "rule.edited": Act(_("Changed an automatic message"), "{name}: {changed}", "chat"),
    "rule.moved": Act(_("Moved an automatic message"), "{name}", "chat"),
    "rule.removed": Act(_("Removed an automatic message"), "{name}", "x"),
    "rules.manners_set": Act(_("Changed how often automatic messages come"), _("{a_visit} a visit, {a_week} a week"), "chat"),
    "saved_view.added": Act(_("Shared a view of the inbox"), "{name}", "inbox"),
    "saved_view.edited": Act(_("Changed a shared view of the inbox"), "{name}", "inbox"),
    "saved_view.removed": Act(_("Removed a shared view of the inbox"), "{name}", "x"),
    "session.ended": Act(_("Signed out"), "", "out"),
    "session.others_ended": Act(_("Signed out everywhere else"), "", "out"),
    "session.refused": Act(_("Sign-in refused"), "{email}", "alert", bad=True),
    "session.started": Act(_("Signed in"), "", "user"),
    "sign_in_provider.connected": Act(_("Connected a sign-in provider"), "{issuer}", "key"),
    "sign_in_provider.edited": Act(_("Changed the sign-in provider"), "{issuer}", "key"),
    "sign_in_provider.removed": Act(_("Removed the sign-in provider"), "{issuer}", "x"),
    "staff.opened": Act(_("Opened a page under a support grant"), _("{page}: {reason}"), "eye"),
    "tag.added": Act(_("Added a tag"), "{name}", "tag"),
    "tag.edited": Act(_("Changed a tag"), "{name}", "tag"),
    "tag.removed": Act(_("Removed a tag"), "{name}", "x"),
    "visitor.ban_lifted": Act(_("Lifted a ban"), "{of}", "shield"),
    "visitor.banned": Act(_("Banned a visitor or a network"), "{of}: {reason}", "shield"),
    "visitor.erased": Act(_("Erased a visitor"), "", "x"),
    "visitor.erased_again": Act(_("Erased a visitor again, after a restore"), "", "x"),
    "visitor.erasure_aborted": Act(_("Kept a visitor after all"), "", "x"),
    "visitor.erasure_requested": Act(_("Asked for a visitor to be erased"), "", "x"),
    "report.exported": Act(_("Took the conversations of a report as a file"), "{since} – {until}", "dl"),
    "visitor.exported": Act(_("Asked for a copy of a visitor"), "", "dl"),
}


class _Known(dict[str, object]):
    """Words for a template; what was erased, or never said, is named so."""

    def __missing__(self, key: str) -> str:
        return gettext("(not kept)")


def act_of(name: str) -> Act:
    """The act of this name; one that this version does not know is shown by its name."""
    return ACTS.get(name) or Act(name)


def detail_of(name: str, values: Mapping[str, object]) -> str:
    """The second line of an act, over what its record says."""
    known = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in values.items()}
    return str(act_of(name).detail).format_map(_Known(known)) if act_of(name).detail else ""
