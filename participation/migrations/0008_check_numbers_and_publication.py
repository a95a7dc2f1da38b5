from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Taken back and shown again, an import could leave this empty: then it was shown when it came.
SHOWN_WHEN_IT_CAME = """
UPDATE participation_contribution SET published_at = created_at
WHERE visibility = 'published' AND published_at IS NULL"""


class Migration(migrations.Migration):
    """New rows are checked from here on; the next migration looks at those that are there."""

    dependencies = [
        ('participation', '0007_shorten_the_name_of_an_index'),
    ]

    operations = [
        migrations.RunSQL(SHOWN_WHEN_IT_CAME, migrations.RunSQL.noop),
        AddConstraintNotValid(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='contribution_number_from_1'),
        ),
        AddConstraintNotValid(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('visibility', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='contribution_published_at_some_time'),
        ),
    ]
