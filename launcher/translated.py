"""Whether every catalogue has every sentence, with its holes, and none for nothing.

`python -m launcher.translated` prints what is missing as entries to fill in: put them into a file of your part,
`locale/<language>/<part>.po`. Operators read English and German; what visitors read is in all languages.
"""

import re
import sys

from launcher.catalogues import CONTEXT, PLURALS, TWO_FORMS, Entry, entries_of
from launcher.said import Sentence, said_in

OPERATORS = ("de",)
VISITORS = ("ar", "de", "es", "fr", "pl", "pt")
VISITORS_HEAR = ("widget/", "chat/")  # folders; what the widget's own code says is in widget/client
# But for what the settings say of automatic messages and of looks.
OPERATORS_HEAR = tuple(f"widget/rules/{part}" for part in ("actions/", "conditions.py", "drafts.py", "facts.py", "words.py"))
OPERATORS_HEAR += ("widget/looks/cleaning.py", "widget/looks/texts.py", "widget/actions/", "widget/help/drafts.py", "widget/help/actions/")

_HOLE = re.compile(r"%\([^)]*\)[a-z]|(?<!%)%[a-z]|\{[^}]*\}|</?[a-z]+")


def wanted_of(language: str) -> dict[str, Sentence]:
    """What a language has to have."""
    if language in OPERATORS:
        return said_in()
    heard = said_in(*VISITORS_HEAR)
    return {key: one for key, one in heard.items() if not all(file.startswith(OPERATORS_HEAR) for file in one.files)}


def untranslated() -> list[str]:
    """A sentence for each trouble."""
    return [f"locale/{language}: {trouble}" for language in VISITORS for trouble in _troubles(language)]


def _troubles(language: str) -> list[str]:
    wanted = wanted_of(language)
    found: dict[str, Entry] = {}
    troubles = []
    for entry in entries_of(language):
        # Two parts may say the same; then it is the same sentence.
        if entry.key in found and entry.forms != found[entry.key].forms:
            troubles.append(f"{entry.file} and {found[entry.key].file} differ in {_shown(entry.key)}")
        found[entry.key] = entry
    troubles += [f"lacks {_shown(key)}, said in {one.files[0]}" for key, one in wanted.items() if key not in found]
    troubles += [f"{found[key].file}: nobody says {_shown(key)}" for key in found if key not in wanted]
    return troubles + [trouble for key, entry in found.items() if key in wanted and (trouble := _wrong(language, entry, wanted[key]))]


def _wrong(language: str, entry: Entry, sentence: Sentence) -> str:
    """What is wrong with a translation; '' for nothing."""
    if entry.many != sentence.many:
        return f"{entry.file}: another plural than {_shown(entry.key)} has"
    forms = forms_of(language) if sentence.many else 1
    if len(entry.forms) != forms or not all(entry.forms):
        return f"{entry.file}: {_shown(entry.key)} has {sum(map(bool, entry.forms))} of {forms} forms"
    holes = sorted(_HOLE.findall(entry.key)), sorted(_HOLE.findall(entry.many))
    # A form for one number alone may say it in words.
    for form in entry.forms:
        here = sorted(_HOLE.findall(form))
        if here not in holes and not (sentence.many and set(here) <= set(holes[1])):
            return f"{entry.file}: {_shown(entry.key)} has other holes"
    return ""


def forms_of(language: str) -> int:
    """How many forms a plural has."""
    return int(PLURALS.get(language, TWO_FORMS).split(";")[0].removeprefix("nplurals="))


def _shown(key: str) -> str:
    return "“" + key.rpartition(CONTEXT)[2].replace("\n", " ") + "”"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _stub(language: str, sentence: Sentence) -> str:
    context, _, words = sentence.one.rpartition(CONTEXT)
    lines = [f"# {sentence.files[0]}", *([f"msgctxt {_quoted(context)}"] if context else []), f"msgid {_quoted(words)}"]
    if sentence.many:
        lines += [f"msgid_plural {_quoted(sentence.many)}", *(f'msgstr[{form}] ""' for form in range(forms_of(language)))]
    else:
        lines.append('msgstr ""')
    return "\n".join(lines)


def missing_entries() -> str:
    """What is missing, as entries without their translation."""
    parts = []
    for language in VISITORS:
        have = {entry.key for entry in entries_of(language)}
        stubs = [_stub(language, one) for key, one in wanted_of(language).items() if key not in have]
        if stubs:
            parts.append("\n\n".join([f"########## {language}", *stubs]))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write((missing_entries() or "Every catalogue has every sentence.") + "\n")
