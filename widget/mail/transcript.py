"""The whole talk as a file for its visitor: text, or a page that needs nothing from anywhere."""

from __future__ import annotations

from typing import Literal

from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Project
from chat.models import Conversation, Message
from widget.mail.composing import language_of, said_of

Form = Literal["txt", "html"]
TYPES: dict[Form, str] = {"txt": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8"}
MOST = 20_000  # messages: more than anybody reads


def transcript_of(project: Project, conversation: Conversation, form: Form) -> str:
    """Everything public that was said, with names and times, in the visitor's language."""
    rows = Message.objects.filter(conversation=conversation, public_number__isnull=False, kind__in=["text", "form"], deleted=False)
    with translation.override(language_of(conversation.visitor.locale)):
        said = said_of(project, conversation, list(rows.order_by("number")[:MOST]))
        words = {"project": project.name, "said": said, "made_at": timezone.localtime()}
        return render_to_string(f"widget/transcript.{form}", words)


def file_name(conversation: Conversation, form: Form) -> str:
    """Ours alone: nothing that anybody wrote stands in a header."""
    return f"chat-{conversation.created_at:%Y-%m-%d}.{form}"
