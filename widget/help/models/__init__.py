"""The nouns of the help centre, one file each."""

from widget.help.models.article import Article
from widget.help.models.article_text import ArticleText
from widget.help.models.category import Category
from widget.help.models.centre import Centre
from widget.help.models.edition import Edition
from widget.help.models.picture import Picture
from widget.help.models.reading import Reading
from widget.help.models.search import MissedSearch, Word

__all__ = ["Article", "ArticleText", "Category", "Centre", "Edition", "MissedSearch", "Picture", "Reading", "Word"]
