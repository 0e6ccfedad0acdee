"""The nouns of reports."""

from panel.reports.models.attendance import Attendance
from panel.reports.models.fact import Fact

__all__ = ["Attendance", "Fact"]
