"""Names given before there was one per language are kept as the French ones."""

from django.db import migrations

KEEP = "UPDATE participation_organisation SET name_fr = name WHERE name_fr IS NULL"


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_organisation_name")]
    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
