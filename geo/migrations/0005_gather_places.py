from django.db import migrations

from geo.names.gathering import gather_places


def gather(apps, schema_editor):
    """The names of the versions that were imported before there were places."""
    features = apps.get_model('geo', 'Feature').objects
    for version in apps.get_model('geo', 'LayerVersion').objects.filter(is_complete=True):
        gather_places(version.pk, features)


class Migration(migrations.Migration):

    dependencies = [
        ('geo', '0004_places'),
    ]

    operations = [
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
