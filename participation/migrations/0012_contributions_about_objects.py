import django.db.models.lookups
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is there is about no object, so nothing is rewritten; the next migration looks at it."""

    dependencies = [
        ('participation', '0011_layers_on_maps'),
    ]

    operations = [
        migrations.AddField(
            model_name='contribution',
            name='about',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=8000, verbose_name='objects that it is about'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='about_version',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='version of their layer'),
        ),
        AddConstraintNotValid(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', ''), ('about_version', None)), models.Q(('about__regex', '^[-a-zA-Z0-9_]{1,50}/[nwr][1-9][0-9]{0,17}(,[nwr][1-9][0-9]{0,17})*(/[nwr][1-9][0-9]{0,17}(,[nwr][1-9][0-9]{0,17})*/[nwr][1-9][0-9]{0,17}(,[nwr][1-9][0-9]{0,17})*)?$'), ('about_version__isnull', False), django.db.models.lookups.Exact(models.Func(models.F('drawn'), function='GeometryType', output_field=models.TextField()), models.Value('POINT')), ('drawn__isnull', False), django.db.models.lookups.Exact(models.Func(models.F('geometry'), function='GeometryType', output_field=models.TextField()), models.Value('POINT')), ('geometry__isnull', False)), _connector='OR'), name='contribution_about_objects_by_a_point'),
        ),
    ]
