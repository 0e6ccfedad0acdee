"""The nouns of chat, one file each."""

from chat.models.attachment import Attachment, FileSpace
from chat.models.ban import Ban
from chat.models.consent import Consent
from chat.models.conversation import Conversation
from chat.models.counter import Counter
from chat.models.department import Department, DepartmentMember, Turn, Way
from chat.models.desk import Desk, SpecialDay, WhenAway
from chat.models.follower import Follower
from chat.models.form import Answer, Form
from chat.models.identity import IdentityKey, UnsignedCall
from chat.models.merge import Merge
from chat.models.message import Message
from chat.models.prepared import CannedReply, Macro, SavedView
from chat.models.read_mark import ReadMark
from chat.models.search import SearchEntry, SearchWord
from chat.models.tag import Tag, Tagging
from chat.models.visitor import Visitor

__all__ = [
    "Answer",
    "Attachment",
    "Ban",
    "CannedReply",
    "Consent",
    "Conversation",
    "Counter",
    "Department",
    "DepartmentMember",
    "Desk",
    "FileSpace",
    "Follower",
    "Form",
    "IdentityKey",
    "Macro",
    "Merge",
    "Message",
    "ReadMark",
    "SavedView",
    "SearchEntry",
    "SearchWord",
    "SpecialDay",
    "Tag",
    "Tagging",
    "Turn",
    "UnsignedCall",
    "Visitor",
    "Way",
    "WhenAway",
]
