"""The nouns of automatic messages, one file each."""

from widget.rules.models.manners import Manners
from widget.rules.models.rule import Rule
from widget.rules.models.rule_day import RuleDay

__all__ = ["Manners", "Rule", "RuleDay"]
