"""A project's help centre: what is written, who has read it, and what search compares."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.migrations._operations import as_role, composite_key, wall

TABLES = ("centre", "category", "article", "articletext", "edition", "picture", "reading", "word", "missedsearch")
BY_SLUG = """
CREATE FUNCTION public.project_by_slug(p_slug text)
    RETURNS TABLE (project_id bigint, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
    AS 'SELECT p.id, p.account_id FROM public.accounts_project p WHERE p.slug = p_slug';
REVOKE ALL ON FUNCTION public.project_by_slug FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.project_by_slug TO parley_app
"""


def of(table: str, column: str, target: str, on_delete: str = "ON DELETE CASCADE") -> migrations.RunSQL:
    return composite_key(f"help_{table}", f"project_id, {column}", f"help_{target}", target_columns="project_id, id", on_delete=on_delete)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0014_language_and_looks"), ("chat", "0006_search")]

    operations = [
        migrations.CreateModel(
            name="Centre",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.project",
                    ),
                ),
                ("open", models.BooleanField(default=True)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list, size=None),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=80)),
                ("place", models.PositiveIntegerField()),
                ("pin", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ArticleText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("title", models.CharField(max_length=160)),
                ("excerpt", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("edited_at", models.DateTimeField()),
                ("edited_by", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField(default=0)),
                ("shown_title", models.CharField(blank=True, max_length=160)),
                ("shown_excerpt", models.CharField(blank=True, max_length=200)),
                ("shown", models.JSONField(default=list)),
                ("minutes", models.PositiveSmallIntegerField(default=1)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=120)),
                (
                    "title_words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
                ),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="help.article"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=60)),
                ("place", models.PositiveIntegerField()),
                (
                    "icon",
                    models.CharField(
                        choices=[
                            ("book", "Book"),
                            ("bag", "Bag"),
                            ("truck", "Truck"),
                            ("replay", "Replay"),
                            ("pot", "Pot"),
                            ("people", "People"),
                            ("key", "Key"),
                            ("bell", "Bell"),
                            ("chat", "Chat"),
                            ("shield", "Shield"),
                        ],
                        default="book",
                        max_length=8,
                    ),
                ),
                ("names", models.JSONField(default=dict)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="category",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="articles", to="help.category"
            ),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("excerpt", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="help.articletext"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("question", models.CharField(max_length=100)),
                ("times", models.PositiveIntegerField(default=1)),
                ("last_at", models.DateTimeField()),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(editable=False, max_length=40)),
                ("name", models.CharField(max_length=160)),
                ("type", models.CharField(max_length=20)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("held", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.BinaryField(max_length=12)),
                ("day", models.DateField()),
                ("helped", models.BooleanField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="help.article"
                    ),
                ),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.project")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="articletext",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="help_articletext_pair"),
        ),
        migrations.AddConstraint(
            model_name="articletext",
            constraint=models.UniqueConstraint(fields=("project", "article", "language"), name="help_articletext_once"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="help_category_pair"),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("project", "slug"), name="help_category_slug"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(fields=("project", "id"), name="help_article_pair"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(fields=("project", "slug"), name="help_article_slug"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("project", "text", "number"), name="help_edition_once"),
        ),
        migrations.AddIndex(
            model_name="missedsearch",
            index=models.Index(fields=["project", "-last_at"], name="help_missedsearch_newest"),
        ),
        migrations.AddConstraint(
            model_name="missedsearch",
            constraint=models.UniqueConstraint(fields=("project", "language", "question"), name="help_missedsearch_once"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["project", "day", "article"], name="help_reading_by_day"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("project", "article", "reader"), name="help_reading_once"),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.UniqueConstraint(fields=("project", "word"), name="help_word_once"),
        ),
        *(wall(f"help_{table}", "project_id") for table in TABLES),
        of("article", "category_id", "category", ""),
        of("articletext", "article_id", "article"),
        of("edition", "text_id", "articletext"),
        of("reading", "article_id", "article"),
        migrations.RunSQL(
            "GRANT SELECT (slug) ON public.accounts_project TO parley_index",
            "REVOKE SELECT (slug) ON public.accounts_project FROM parley_index",
        ),
        as_role("parley_index", BY_SLUG, "DROP FUNCTION public.project_by_slug"),
    ]
