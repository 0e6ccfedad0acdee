"""Every operation of the REST API, as a table: what is asked, and what is answered. `/api/schema/` and `/api/docs/` show it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.audit.lines import Line
from accounts.billing.shapes import InvoiceShape, SubscriptionShape
from accounts.shapes import GrantShape, InvitationShape, KeyShape, MemberShape
from chat.files.shapes import LookedAtShape, UploadShape
from chat.frames import SendReply
from chat.prepared_shapes import CannedReplyShape, ChangedShape, MacroShape, SavedViewShape, TagShape
from chat.search.shapes import SearchShape
from chat.shapes import AnswerShape, ConversationShape, DepartmentShape, MessageShape, OperatorShape, ProjectShape, VisitorShape
from integrations.wire import DeliveryShape, IntegrationShape, PreviewShape, WholeDeliveryShape
from panel.api import article_shapes, shapes, work_shapes
from panel.api.operation import CURSOR, NOTHING, Number, Operation
from panel.api.report_operations import IN_REPORTS
from panel.api.schema import Words
from panel.data_shapes import ErasureShape, ExportShape, ImportShape
from widget.help.wire import ArticleShape, TopicShape
from widget.mail.shapes import MailShape
from widget.rules.wire import RuleShape

INBOX = {
    "view": Literal["mine", "unassigned", "all"] | NOTHING,
    "turn": Literal["yours", "theirs", "done", "any"] | NOTHING,
    "status": Literal["open", "snoozed", "closed"] | NOTHING,
    "assignee": Annotated[str, Words(description="A member's id, “me” or “none”.")],
    "department": Annotated[str, Words(description="A department's id, or “none”.")],
    "tag": Annotated[str, Words(description="A tag's name; more than one where a conversation must have each.")],
    "priority": Literal["-1", "0", "1", "2"] | NOTHING,
    "unread": Literal["1"] | NOTHING,
    "visitor": shapes.Id | NOTHING,
    "q": str,
    **CURSOR,
}
AUDIT = {"actor": str, "action": str, "project": shapes.Id | NOTHING, "since": date | NOTHING, "until": date | NOTHING, "q": str, **CURSOR}
WAIT = Annotated[float, Words(minimum=0, maximum=25, description="Seconds that the answer may wait for news.")]
FEED = {"project": Annotated[str, Words(description="Ids, with commas between, or “all”.")], "wait": WAIT, **CURSOR}

PROJECTS = "/api/v1/projects"
PROJECT = PROJECTS + "/{project}"
TALKS = PROJECT + "/conversations"
TALK = TALKS + "/{conversation}"
FILES = PROJECT + "/files"
DEPARTMENT = PROJECT + "/departments/{department}"
VISITOR = PROJECT + "/visitors/{visitor}"
ACCOUNT = "/api/v1/account"


def _get(path: str, tag: str, says: str | Promise, answer: Any, **rest: Any) -> Operation:
    return Operation("get", path, tag, says, answer, **rest)


def _list(path: str, tag: str, says: str | Promise, answer: Any, **rest: Any) -> Operation:
    return Operation("get", path, tag, says, answer, listed=True, **rest)


def _post(path: str, tag: str, says: str | Promise, answer: Any, status: int, *others: int, **rest: Any) -> Operation:
    return Operation("post", path, tag, says, answer, statuses=(status, *others), **rest)


def _patch(path: str, tag: str, says: str | Promise, answer: Any, body: Any) -> Operation:
    return Operation("patch", path, tag, says, answer, body=body)


def _delete(path: str, tag: str, says: str | Promise, **rest: Any) -> Operation:
    return Operation("delete", path, tag, says, statuses=(204,), **rest)


IN_PROJECTS = [
    _list(PROJECTS, "projects", _("The projects you may enter, with how many people wait in each"), ProjectShape),
    _get(PROJECT, "projects", _("One project with its settings"), shapes.ProjectSettingsShape),
    _patch(PROJECT, "projects", _("Change settings"), shapes.ProjectSettingsShape, shapes.ProjectChanges),
    _list(TALKS, "conversations", _("A section of the inbox, a page at a time"), ConversationShape, asks=INBOX),
    _post(TALKS, "conversations", _("Write first to a visitor"), shapes.BegunShape, 201, 200, body=shapes.FirstMessage),
    _get(TALKS + "/counts", "conversations", _("How many conversations each tab has"), shapes.CountsShape),
    _get(TALK, "conversations", _("One conversation"), ConversationShape),
    _patch(TALK, "conversations", _("Assign, move, tag, snooze, close or reopen"), ConversationShape, shapes.ConversationChanges),
    _list(
        TALK + "/messages",
        "messages",
        _("The timeline, oldest first"),
        MessageShape,
        asks={"after": Number, "before": Number, "limit": Number},
    ),
    _post(TALK + "/messages", "messages", _("Answer, or write a note"), SendReply, 201, 200, body=shapes.NewMessage),
    _get(
        PROJECT + "/feed",
        "messages",
        _("Every message of the project in one order that never changes, behind a cursor that never ends"),
        shapes.LinesShape,
        asks={"limit": Number, **CURSOR},
    ),
    _get(PROJECT + "/search", "messages", _("Messages of any age, and people, by their words"), SearchShape, asks={"q": str, **CURSOR}),
    _post(TALK + "/forms", "messages", _("Ask the visitor, in a form that they may refuse"), SendReply, 201, 200, body=shapes.NewForm),
    _post(FILES, "files", _("Announce a file, and get the forms that its bytes are sent with"), UploadShape, 201, body=shapes.NewFile),
    _get(FILES + "/{file}", "files", _("A file, with links for a minute"), LookedAtShape),
    _delete(FILES + "/{file}", "files", _("Call off a file that was not sent")),
    _post(FILES + "/{file}/done", "files", _("Say that all of a file is there"), shapes.FileShape, 200),
    _get(FILES + "/{file}/content", "files", _("Leads on to the file itself"), None, statuses=(302,)),
    _get(FILES + "/{file}/thumbnail", "files", _("Leads on to a small picture of it"), None, statuses=(302,)),
    _get(TALK + "/mails/{mail}", "messages", _("The mail that a message came by, whole"), MailShape),
    _list(PROJECT + "/departments", "departments", _("The departments of the team"), DepartmentShape),
    _post(PROJECT + "/departments", "departments", _("Add a department"), DepartmentShape, 201, body=shapes.NewDepartment),
    _get(DEPARTMENT, "departments", _("One department with its people"), DepartmentShape),
    _patch(DEPARTMENT, "departments", _("Change a department"), DepartmentShape, shapes.DepartmentChanges),
    _delete(DEPARTMENT, "departments", _("Remove a department; its conversations keep its name")),
    _list(PROJECT + "/operators", "operators", _("Who answers here, and who is available"), OperatorShape),
    _list(PROJECT + "/visitors/online", "visitors", _("Everyone with a page open now"), VisitorShape),
    _get(VISITOR, "visitors", _("One visitor"), VisitorShape),
    _list(VISITOR + "/answers", "visitors", _("What a visitor gave on request, newest first"), AnswerShape),
    _post(VISITOR + "/export", "exports", _("Begin a copy of everything held about a visitor"), ExportShape, 202),
    _post(VISITOR + "/erase", "erasures", _("Erase a visitor, at once or in seven days"), ErasureShape, 202, body=shapes.ErasureWish),
    _list(PROJECT + "/exports", "exports", _("Copies of the project"), ExportShape, asks=CURSOR),
    _post(PROJECT + "/exports", "exports", _("Begin a copy of the whole project"), ExportShape, 202),
]

TAG, REPLY = PROJECT + "/tags/{tag}", PROJECT + "/canned-replies/{reply}"
MACRO, VIEW = PROJECT + "/macros/{macro}", PROJECT + "/views/{view}"
MANY: dict[str, Any] = {"listed": True, "body": work_shapes.ManyChanges}
IN_WORK = [
    _post(TALKS + "/bulk", "conversations", _("Change many at once, each by itself"), ChangedShape, 200, **MANY),
    _post(TALK + "/unread", "conversations", _("Have it unread again, for yourself"), ConversationShape, 200),
    _list(TALK + "/merged", "conversations", _("The conversations that were merged into it"), ConversationShape),
    _post(
        TALK + "/merged", "conversations", _("Merge it into another one; nothing moves"), ConversationShape, 200, body=work_shapes.MergeInto
    ),
    Operation("delete", TALK + "/merged", "conversations", _("Take it apart again"), ConversationShape),
    _patch(TALK + "/messages/{number}", "messages", _("Correct your own line, within 15 minutes"), MessageShape, work_shapes.NewText),
    Operation("delete", TALK + "/messages/{number}", "messages", _("Take your own line back, within 15 minutes"), MessageShape),
    _list(PROJECT + "/tags", "tags", _("The vocabulary, the most used first"), TagShape),
    _post(PROJECT + "/tags", "tags", _("Add a tag"), TagShape, 201, body=work_shapes.NewTag),
    _get(TAG, "tags", _("One tag"), TagShape),
    _patch(TAG, "tags", _("Change its colour, or the case of its name"), TagShape, work_shapes.TagChanges),
    _delete(TAG, "tags", _("Offer it no more; conversations keep it")),
    _list(PROJECT + "/canned-replies", "canned-replies", _("Your own and everybody’s, by shortcut"), CannedReplyShape),
    _post(PROJECT + "/canned-replies", "canned-replies", _("Add a canned reply"), CannedReplyShape, 201, body=work_shapes.NewCannedReply),
    _get(REPLY, "canned-replies", _("One canned reply"), CannedReplyShape),
    _patch(REPLY, "canned-replies", _("Change a canned reply"), CannedReplyShape, work_shapes.CannedReplyChanges),
    _delete(REPLY, "canned-replies", _("Remove a canned reply")),
    _post(REPLY + "/used", "canned-replies", _("Count that it was inserted"), CannedReplyShape, 200),
    _list(PROJECT + "/macros", "macros", _("Several changes under one name"), MacroShape),
    _post(PROJECT + "/macros", "macros", _("Add a macro"), MacroShape, 201, body=work_shapes.NewMacro),
    _get(MACRO, "macros", _("One macro"), MacroShape),
    _patch(MACRO, "macros", _("Change a macro"), MacroShape, work_shapes.MacroChanges),
    _delete(MACRO, "macros", _("Remove a macro")),
    _post(MACRO + "/run", "macros", _("Do all of it in a conversation, or nothing"), ConversationShape, 200, body=work_shapes.MacroRun),
    _list(PROJECT + "/views", "views", _("Filters of the inbox under a name, with their counts"), SavedViewShape),
    _post(PROJECT + "/views", "views", _("Keep a filter"), SavedViewShape, 201, body=work_shapes.NewView),
    _get(VIEW, "views", _("One view"), SavedViewShape),
    _patch(VIEW, "views", _("Change a view"), SavedViewShape, work_shapes.ViewChanges),
    _delete(VIEW, "views", _("Remove a view")),
]

ELSEWHERE = PROJECT + "/integrations/{integration}"
ONE = PROJECT + "/deliveries/{delivery}"
PRESSES: dict[str, Any] = {"people_only": True}
PRESSED = _("Send a conversation there: a press, once for a request_id")
SENT = {"conversation": shapes.Id, "integration": shapes.Id, "state": shapes.DeliveryState, **CURSOR}
IN_INTEGRATIONS = [
    _list(PROJECT + "/integrations", "integrations", _("What the project is connected to"), IntegrationShape),
    _get(ELSEWHERE, "integrations", _("One integration, without its secrets"), IntegrationShape),
    _post(ELSEWHERE + "/preview", "integrations", _("What a press would send"), PreviewShape, 200, body=shapes.Press, **PRESSES),
    _post(ELSEWHERE + "/forwards", "integrations", PRESSED, DeliveryShape, 202, body=shapes.PressOfShown, **PRESSES),
    _list(PROJECT + "/deliveries", "deliveries", _("What was sent elsewhere, newest first"), DeliveryShape, asks=SENT),
    _get(ONE, "deliveries", _("One delivery, with what was sent and every try"), WholeDeliveryShape),
    _post(ONE + "/resend", "deliveries", _("Send it again, under a new id"), DeliveryShape, 202, body=shapes.Resend, **PRESSES),
    _post(ONE + "/try-now", "deliveries", _("Do not wait for the next try"), DeliveryShape, 200, **PRESSES),
    _post(ONE + "/cancel", "deliveries", _("Stop trying"), DeliveryShape, 200, **PRESSES),
]

MESSAGE = PROJECT + "/automations/{automation}"
IN_AUTOMATIONS = [
    _list(PROJECT + "/automations", "automations", _("Automatic messages in their order, with what became of them in 30 days"), RuleShape),
    _post(
        PROJECT + "/automations", "automations", _("Add an automatic message, below the others"), RuleShape, 201, body=shapes.NewAutomation
    ),
    _get(MESSAGE, "automations", _("One automatic message"), RuleShape),
    _patch(MESSAGE, "automations", _("Change it, turn it on or off, or move it"), RuleShape, shapes.AutomationChanges),
    _delete(MESSAGE, "automations", _("Remove it, with its counts")),
]

ARTICLE = PROJECT + "/articles/{article}"
TOPIC = PROJECT + "/article-topics/{topic}"
IN_HELP = [
    _list(
        PROJECT + "/articles",
        "articles",
        _("The articles of the help centre, in the order in which readers see them"),
        ArticleShape,
        asks={"q": str},
    ),
    _post(
        PROJECT + "/articles",
        "articles",
        _("Write an article: a draft, or published at once"),
        ArticleShape,
        201,
        body=article_shapes.NewArticle,
    ),
    _get(ARTICLE, "articles", _("One article in all its languages"), ArticleShape),
    _patch(ARTICLE, "articles", _("Change what it says, where it stands, or who may read it"), ArticleShape, article_shapes.ArticleChanges),
    _delete(ARTICLE, "articles", _("Remove it, with all its languages and editions")),
    _list(PROJECT + "/article-topics", "articles", _("The topics that articles stand under, in their order"), TopicShape),
    _post(PROJECT + "/article-topics", "articles", _("Add a topic, below the others"), TopicShape, 201, body=article_shapes.NewTopic),
    _patch(TOPIC, "articles", _("Change a topic, or move it"), TopicShape, article_shapes.TopicChanges),
    _delete(TOPIC, "articles", _("Remove a topic under which nothing stands")),
]

IN_ACCOUNT = [
    _list(ACCOUNT + "/members", "members", _("The people of the account"), MemberShape, asks=CURSOR),
    _get(ACCOUNT + "/members/{member}", "members", _("One member"), MemberShape),
    _patch(ACCOUNT + "/members/{member}", "members", _("Change role and projects"), MemberShape, shapes.MemberChanges),
    _delete(ACCOUNT + "/members/{member}", "members", _("Remove a member; with your own id: leave")),
    _list(ACCOUNT + "/invitations", "invitations", _("Open invitations"), InvitationShape, asks=CURSOR),
    _post(ACCOUNT + "/invitations", "invitations", _("Invite somebody"), InvitationShape, 201, body=shapes.NewInvitation),
    _get(ACCOUNT + "/invitations/{invitation}", "invitations", _("One invitation"), InvitationShape),
    _delete(ACCOUNT + "/invitations/{invitation}", "invitations", _("Take an invitation back")),
    _post(ACCOUNT + "/invitations/{invitation}/resend", "invitations", _("Send a new link; the old one ends"), InvitationShape, 200),
    _list(ACCOUNT + "/api-keys", "api-keys", _("Keys, without their secrets"), KeyShape, asks=CURSOR, people_only=True),
    _post(ACCOUNT + "/api-keys", "api-keys", _("Make a key"), shapes.IssuedKeyShape, 201, body=shapes.NewKey, people_only=True),
    _get(ACCOUNT + "/api-keys/{key}", "api-keys", _("One key"), KeyShape, people_only=True),
    _delete(ACCOUNT + "/api-keys/{key}", "api-keys", _("Revoke a key")),
    _list(ACCOUNT + "/exports", "exports", _("All copies that were asked for"), ExportShape, asks=CURSOR),
    _post(ACCOUNT + "/exports", "exports", _("Begin a copy of the whole account"), ExportShape, 202),
    _get(ACCOUNT + "/exports/{export}", "exports", _("How far a copy is"), ExportShape),
    _delete(ACCOUNT + "/exports/{export}", "exports", _("Call a copy off, or take its file away")),
    _list(ACCOUNT + "/imports", "imports", _("Exports that were uploaded to become projects"), ImportShape, asks=CURSOR),
    _post(ACCOUNT + "/imports", "imports", _("Make a new project of an export"), ImportShape, 202, body=work_shapes.NewImport, form=True),
    _get(ACCOUNT + "/imports/{import}", "imports", _("How far an import is, and which rows are broken"), ImportShape),
    _delete(ACCOUNT + "/imports/{import}", "imports", _("Stop an import: nothing of it will be there")),
    _list(ACCOUNT + "/erasures", "erasures", _("What is to be erased, and what was"), ErasureShape, asks=CURSOR),
    _post(ACCOUNT + "/erasures", "erasures", _("Erase the account in thirty days"), ErasureShape, 202),
    _get(ACCOUNT + "/erasures/{erasure}", "erasures", _("One erasure"), ErasureShape),
    Operation("delete", ACCOUNT + "/erasures/{erasure}", "erasures", _("Abort an erasure while it waits"), ErasureShape),
    _list(ACCOUNT + "/grants", "grants", _("What Parley’s staff may see, and might once"), GrantShape, asks=CURSOR, people_only=True),
    _post(ACCOUNT + "/grants", "grants", _("Let Parley’s staff in for a time"), GrantShape, 201, body=shapes.NewGrant, people_only=True),
    _get(ACCOUNT + "/grants/{grant}", "grants", _("One grant"), GrantShape, people_only=True),
    _delete(ACCOUNT + "/grants/{grant}", "grants", _("Take a grant back, now"), people_only=True),
    _get(ACCOUNT + "/subscription", "billing", _("The plan, its limits, and what is used of them"), SubscriptionShape),
    _list(ACCOUNT + "/invoices", "billing", _("Invoices, newest first"), InvoiceShape),
    _list(ACCOUNT + "/audit", "audit", _("The audit log, newest first"), Line, asks=AUDIT),
]

ANYWHERE = {name: INBOX[name] for name in ("view", "turn", "cursor")}
LIVE = [
    _list("/api/v1/inbox", "conversations", _("The inboxes of all projects in one"), ConversationShape, asks=ANYWHERE),
    _post("/api/v1/live/frames", "live", _("Frames of the socket, without a socket"), shapes.RepliesShape, 200, body=shapes.FramesBody),
    _get("/api/v1/live/feed", "live", _("What happened behind a cursor, waiting for it if nothing did"), shapes.FeedShape, asks=FEED),
]

OPERATIONS = [*IN_PROJECTS, *IN_WORK, *IN_REPORTS, *IN_AUTOMATIONS, *IN_HELP, *IN_INTEGRATIONS, *IN_ACCOUNT, *LIVE]
