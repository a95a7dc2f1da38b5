"""The index of lines and areas held every point too: GeoDjango had dropped its condition."""

import django.contrib.postgres.indexes
import django.db.models.lookups
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [('participation', '0001_participation')]
    operations = [
        AddIndexConcurrently(
            model_name='contribution',
            index=django.contrib.postgres.indexes.GistIndex(models.F('geometry'), condition=models.Q(django.db.models.lookups.GreaterThan(models.Func(models.F('geometry'), function='ST_Dimension', output_field=models.IntegerField()), 0)), name='contribution_shapes'),
        ),
        RemoveIndexConcurrently(
            model_name='contribution',
            name='contribution_lines_and_areas',
        ),
    ]
