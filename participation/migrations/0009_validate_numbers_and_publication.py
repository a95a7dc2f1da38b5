from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Readers and writers go on meanwhile."""

    dependencies = [
        ('participation', '0008_check_numbers_and_publication'),
    ]

    operations = [
        ValidateConstraint('contribution', 'contribution_number_from_1'),
        ValidateConstraint('contribution', 'contribution_published_at_some_time'),
    ]
