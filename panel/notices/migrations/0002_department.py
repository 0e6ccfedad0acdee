"""One more reason why somebody was not called: their department was not meant."""

from django.db import migrations, models

REASONS = [
    ("seen", "You were in that conversation"),
    ("quiet", "Your quiet hours"),
    ("off", "You switched this off"),
    ("away", "You had set yourself to away"),
    ("answered", "Somebody had reacted already"),
    ("nowhere", "No browser was subscribed"),
    ("department", "Its department was called first"),
]


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_notices")]

    operations = [migrations.AlterField("call", "why_not", models.CharField(choices=REASONS, default="", max_length=10))]
