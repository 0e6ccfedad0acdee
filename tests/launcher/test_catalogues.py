"""Catalogues: what is read, what Django gets of it, and what a wrong one is told."""

import gettext
from pathlib import Path

import pytest

from launcher import catalogues, translated
from launcher.said import Sentence, of_template

PO = """# A comment.
msgid "Send"
msgstr "Senden"

msgctxt "day"
msgid "To"
msgstr "Bis"

msgid "%(n)s hour"
msgid_plural "%(n)s hours"
msgstr[0] "%(n)s Stunde"
msgstr[1] "%(n)s Stunden"

msgid "A long "
"sentence"
msgstr "Ein \\"langer\\" "
"Satz"
"""


@pytest.fixture
def german(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    (tmp_path / "de").mkdir()
    file = tmp_path / "de" / "part.po"
    file.write_text(PO, encoding="utf-8")
    return file


def spoken(folder: Path) -> gettext.GNUTranslations:
    with (folder / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_machines_catalogue_says_what_the_source_says(german):
    assert not catalogues.are_compiled()
    catalogues.compile_all()
    assert catalogues.are_compiled()
    words = spoken(german.parent)
    assert [words.gettext("Send"), words.pgettext("day", "To"), words.gettext("A long sentence")] == ["Senden", "Bis", 'Ein "langer" Satz']
    assert [words.ngettext("%(n)s hour", "%(n)s hours", n) for n in (1, 2)] == ["%(n)s Stunde", "%(n)s Stunden"]


def test_the_pseudo_locale_is_longer_and_keeps_its_holes(german):
    catalogues.compile_all()
    words = spoken(german.parent.parent / catalogues.PSEUDO)
    assert words.ngettext("%(n)s hour", "%(n)s hours", 2).startswith("%(n)s hõürs ~")
    assert catalogues.pseudo('See <a href="%(x)s">{y}</a> at 5 %%').startswith('Šéé <a href="%(x)s">{y}</a> åt 5 %%')


def test_a_line_that_is_none_is_named(german):
    german.write_text('msgid "Send"\nmsgsrt "Senden"\n', encoding="utf-8")
    with pytest.raises(catalogues.Unreadable, match=r"part\.po:2"):
        catalogues.compile_all()


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ('{% translate "Send" %}', ("Send", "")),
        ("{% trans 'It is 5 % more' as more %}", ("It is 5 %% more", "")),
        ('{% translate "To" context "day" %}', ("day\x04To", "")),
        ("{% blocktranslate trimmed with a=b|date:'j F' %}\n  One\n  {{ a }}\n{% endblocktranslate %}", ("One %(a)s", "")),
        ("{% blocktranslate count n=n %}{{ n }} hour{% plural %}{{ n }} hours{% endblocktranslate %}", ("%(n)s hour", "%(n)s hours")),
    ],
)
def test_templates_are_read_as_django_reads_them(template, sentence):
    assert list(of_template(template)) == [sentence]


def test_django_finds_them(settings):
    """The same sentences by Django itself: what is extracted is what is looked up."""
    from django.template import Context, Template
    from django.utils.translation import override

    with override("de"):
        shown = Template(
            '{% load i18n %}{% translate "To" context "day" %}|{% blocktranslate with n=1 %}Version {{ n }}{% endblocktranslate %}'
        )
        assert shown.render(Context()) == "Bis|Version 1"


@pytest.mark.parametrize(
    ("wanted", "trouble"),
    [
        ({"Send": Sentence("Send", files=["a.py"])}, "nobody says “To”"),
        ({"Cancel": Sentence("Cancel", files=["a.py"])}, "lacks “Cancel”, said in a.py"),
        ({"%(n)s hour": Sentence("%(n)s hour", "%(n)s minutes", ["a.py"])}, "another plural"),
    ],
)
def test_what_is_wrong_is_told(german, monkeypatch, wanted, trouble):
    monkeypatch.setattr(translated, "wanted_of", lambda language: wanted)
    monkeypatch.setattr(translated, "VISITORS", ("de",))
    assert any(trouble in line for line in translated.untranslated())


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ('msgid "Hi {name}"\nmsgstr "Hallo {nam}"\n', "other holes"),
        ('msgid "Hi {name}"\nmsgstr ""\n', "0 of 1 forms"),
        ('msgid "Hi {name}"\nmsgstr "Hallo {name}"\n\nmsgid "Hi {name}"\nmsgstr "Hi {name}"\n', "differ in"),
    ],
)
def test_a_wrong_entry_is_told(german, monkeypatch, text, trouble):
    german.write_text(text, encoding="utf-8")
    monkeypatch.setattr(translated, "wanted_of", lambda language: {"Hi {name}": Sentence("Hi {name}", files=["a.py"])})
    monkeypatch.setattr(translated, "VISITORS", ("de",))
    assert any(trouble in line for line in translated.untranslated())
