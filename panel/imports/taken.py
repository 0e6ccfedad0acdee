"""Which parts of an export an import takes, in the order in which they can stand, and why it leaves the others.

Every part of a project is in one of the two; a test looks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.export import PARTS, Part


@dataclass(frozen=True)
class Taken:
    """One part. `key` is by which columns a written row is found again, where others lead to it.

    `holds_ids` are columns with public ids of other rows inside. `member` says what becomes of a row whose member is not one of this
    account's: it is left out, or (empty) has nobody.
    """

    name: str
    key: tuple[str, ...] = ()
    holds_ids: tuple[str, ...] = ()
    emptied: frozenset[str] = field(default_factory=frozenset)

    @property
    def part(self) -> Part:
        return PARTS[self.name]


PUBLIC = ("public_id",)

TAKEN: dict[str, Taken] = {
    taken.name: taken
    for taken in (
        Taken("project"),
        Taken("visitors", PUBLIC),
        Taken("departments", PUBLIC),
        Taken("department_members"),
        Taken("desk"),
        Taken("special_days"),
        Taken("tags", PUBLIC),
        Taken("conversations", PUBLIC, emptied=frozenset({"assignee_id"})),
        Taken("messages", holds_ids=("data",)),
        Taken("notes", holds_ids=("data",)),
        Taken("forms", PUBLIC),
        Taken("answers"),
        Taken("consents"),
        Taken("bans", holds_ids=("target",)),
        Taken("read_marks"),
        Taken("taggings"),
        Taken("merges"),
        Taken("canned_replies"),
        Taken("macros", holds_ids=("does",)),
        Taken("saved_views", holds_ids=("wants",)),
        Taken("files", PUBLIC),
        Taken("help_centre"),
        Taken("help_pictures", PUBLIC),
        Taken("help_categories", PUBLIC),
        Taken("help_articles", PUBLIC),
        Taken("help_texts", ("article_id", "language"), holds_ids=("body",)),
        Taken("help_editions", holds_ids=("body",)),
        Taken("help_searches_without_result"),
        Taken("automatic_messages", PUBLIC, holds_ids=("conditions",)),
        Taken("automatic_message_days"),
        Taken("automatic_message_manners"),
        Taken("operator_hours"),
    )
}
# Without these an archive is none of a project.
NEEDED = ("project", "visitors", "conversations", "messages", "notes")

_CONNECTED_ANEW = "their secrets are in no export: they are connected anew"
_OF_THE_OTHER = "says what left the project that it was made of"
LEFT_OUT: dict[str, str] = {
    "integrations": _CONNECTED_ANEW,
    "forwards": _OF_THE_OTHER,
    "deliveries": _OF_THE_OTHER,
    "attempts": _OF_THE_OTHER,
    "letters": "mails that were sent are not sent again; the messages are taken",
    "arrivals": "the same of mails that came",
    "reply_addresses": "an address leads to one conversation, and what it is made of is in no export",
    "stops": "mailboxes stand in it by a hash that is in no export",
    "notice_choices": "a copy calls nobody until somebody asks for it",
    "notice_ladders": "a copy calls nobody until somebody asks for it",
    "unsigned_calls": "counts what pages of the other project have tried",
}
