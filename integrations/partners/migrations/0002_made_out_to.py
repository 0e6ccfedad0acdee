"""A statement says for ever what it said when it was issued: also to whom."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"

BACK = """
DROP TRIGGER once_but_sealed ON public.partners_statement;
DROP TRIGGER once ON public.partners_statement;
CREATE TRIGGER once BEFORE UPDATE OR DELETE ON public.partners_statement FOR EACH ROW EXECUTE FUNCTION public.partners_once();
REVOKE UPDATE (sealed) ON public.partners_statement FROM parley_app;
GRANT SELECT ON public.partners_statement TO parley_staff;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_partners")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="sealed",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.RunSQL((SQL / "made_out_to.sql").read_text(encoding="utf-8"), BACK),
    ]
