from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Readers and writers go on meanwhile."""

    dependencies = [
        ('participation', '0012_contributions_about_objects'),
    ]

    operations = [
        ValidateConstraint('contribution', 'contribution_about_objects_by_a_point'),
    ]
