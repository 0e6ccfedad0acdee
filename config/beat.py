"""What happens by the clock, and how often, in seconds: most of it makes good what got lost on the way."""

from __future__ import annotations

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "asked-exports-and-erasures": {"task": "accounts.tasks.run_what_is_due", "schedule": 60.0},
    "collect-payments": {"task": "accounts.billing.tasks.collect_due", "schedule": 3600.0},
    "catch-up-partners": {"task": "integrations.partners.tasks.catch_up", "schedule": crontab(minute=20, hour=3)},
    "issue-partner-statements": {"task": "integrations.partners.tasks.issue_statements", "schedule": crontab(minute=40, hour=3)},
    "sweep-files": {"task": "chat.tasks.sweep_files", "schedule": 60.0},
    "follow-timelines": {"task": "chat.tasks.catch_up_followers", "schedule": 10.0},
    "sweep-deliveries": {"task": "integrations.tasks.sweep_deliveries", "schedule": 5.0},
    "anchor-audit": {"task": "accounts.tasks.anchor_audit", "schedule": crontab(minute=0)},
}
