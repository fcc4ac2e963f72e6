"""Pictures that are there keep their numbers, so that texts go on showing them."""

from typing import Any

from django.core.management.color import no_style
from django.db import migrations


def copy_images(apps: Any, schema_editor: Any) -> None:
    """Copy Wagtail's pictures with their tags and where they are used; whose they are, their pages say."""
    former, new = apps.get_model("wagtailimages", "Image"), apps.get_model("core", "SiteImage")
    names = [field.attname for field in former._meta.concrete_fields]
    rows = list(former.objects.values(*names))
    new.objects.bulk_create(new(**row) for row in rows)
    for row in rows:
        new.objects.filter(pk=row["id"]).update(created_at=row["created_at"])
    types = apps.get_model("contenttypes", "ContentType").objects
    before = types.filter(app_label="wagtailimages", model="image").first()
    if before:
        now, _created = types.get_or_create(app_label="core", model="siteimage")
        apps.get_model("taggit", "TaggedItem").objects.filter(content_type=before).update(content_type=now)
        uses = apps.get_model("wagtailcore", "ReferenceIndex").objects
        uses.filter(to_content_type=before).update(to_content_type=now)
    with schema_editor.connection.cursor() as cursor:
        for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [new]):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_images"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(copy_images, migrations.RunPython.noop, elidable=False)]
