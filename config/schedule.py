"""What beat asks for, and how often: seconds, or a time of the day in UTC."""

from __future__ import annotations

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "asked-exports-and-erasures": {"task": "accounts.tasks.run_what_is_due", "schedule": 60.0},
    "collect-payments": {"task": "accounts.billing.tasks.collect_due", "schedule": 3600.0},
    "catch-up-partners": {"task": "integrations.partners.tasks.catch_up", "schedule": crontab(minute=20, hour=3)},
    "issue-partner-statements": {"task": "integrations.partners.tasks.issue_statements", "schedule": crontab(minute=40, hour=3)},
    "follow-timelines": {"task": "chat.tasks.catch_up_followers", "schedule": 10.0},
    "look-around": {"task": "chat.tasks.look_around_everywhere", "schedule": 10.0},
    "wake-snoozed": {"task": "chat.tasks.wake_all_snoozed", "schedule": 5.0},
    "sweep-deliveries": {"task": "integrations.tasks.sweep_deliveries", "schedule": 5.0},
    "sweep-letters": {"task": "widget.mail.tasks.sweep_letters", "schedule": 5.0},
    "sweep-files": {"task": "chat.tasks.sweep_files", "schedule": 60.0},
    "sweep-imports": {"task": "panel.imports.tasks.sweep_imports", "schedule": 60.0},
    "sweep-calls": {"task": "panel.notices.tasks.sweep_calls", "schedule": 5.0},
    "forget-old-calls": {"task": "panel.notices.tasks.forget_old_calls", "schedule": crontab(minute=50, hour=3)},
    "anchor-audit": {"task": "accounts.tasks.anchor_audit", "schedule": crontab(minute=0)},
}
