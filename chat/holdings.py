"""What chat holds about a visitor, a project or an account, for exports and erasures."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from accounts.erasure import FINDERS, OF_ACCOUNT, OF_VISITOR
from accounts.export import BESIDE, Part, hand_out, hold_back
from accounts.secrets import on_reseal
from chat import erasing
from chat.bans import target_of
from chat.files import exporting
from chat.models import (
    Answer,
    Attachment,
    Ban,
    CannedReply,
    Consent,
    Conversation,
    Department,
    DepartmentMember,
    Desk,
    Form,
    Macro,
    Merge,
    Message,
    ReadMark,
    SavedView,
    SpecialDay,
    Tag,
    Tagging,
    UnsignedCall,
    Visitor,
)
from chat.signing_keys import reseal_identity_keys

NOTES = Q(kind="note")
# The number is unique in a conversation, and the index has both in this order.
BY_NUMBER = ("conversation_id", "number")


def register() -> None:
    hand_out(Part("visitors", Visitor, of_visitor=lambda visitor: Q(public_id=visitor), leave_out=frozenset({"devices"})))
    hand_out(Part("conversations", Conversation, of_visitor=lambda visitor: Q(visitor__public_id=visitor)))
    hand_out(Part("messages", Message, of_visitor=_of_talks, only=~NOTES, order=BY_NUMBER))
    # In a file of their own, so that they are not passed on by mistake.
    hand_out(Part("notes", Message, of_visitor=_of_talks, only=NOTES, order=BY_NUMBER))
    hand_out(Part("forms", Form, of_visitor=_of_talks))
    hand_out(Part("answers", Answer, of_visitor=lambda visitor: Q(form__conversation__visitor__public_id=visitor)))
    hand_out(Part("bans", Ban, of_visitor=lambda visitor: Q(target=target_of(visitor))))
    hand_out(Part("files", Attachment, of_visitor=exporting.of_visitor, leave_out=frozenset({"key"})))
    BESIDE["files"] = exporting.contents
    hold_back("chat_filespace", "only counts what the files take, each of which has its size")
    hand_out(Part("consents", Consent, of_visitor=lambda visitor: Q(visitor__public_id=visitor)))
    hand_out(Part("read_marks", ReadMark))
    hand_out(Part("desk", Desk))
    hand_out(Part("special_days", SpecialDay))
    hand_out(Part("departments", Department))
    hand_out(Part("department_members", DepartmentMember))
    hold_back("chat_turn", "only says whose turn is next")
    hand_out(Part("tags", Tag))
    hand_out(Part("taggings", Tagging, of_visitor=_of_talks))
    hand_out(Part("merges", Merge, of_visitor=_of_talks))
    hand_out(Part("canned_replies", CannedReply))
    hand_out(Part("macros", Macro))
    hand_out(Part("saved_views", SavedView))
    hand_out(Part("unsigned_calls", UnsignedCall))
    hold_back("chat_identitykey", "is a secret, or names one")
    on_reseal("identity keys", reseal_identity_keys)
    hold_back("chat_counter", "only counts conversations, each of which has its number")
    hold_back("chat_follower", "says how far our own machinery has read")
    hold_back("chat_searchentry", "is made from the messages")
    hold_back("chat_searchword", "is made from the messages")
    OF_VISITOR["chat"] = erasing.erase_visitor
    OF_ACCOUNT["chat"] = erasing.erase_account
    FINDERS.append(erasing.visitors_of)


def _of_talks(visitor: UUID) -> Q:
    return Q(conversation__visitor__public_id=visitor)
