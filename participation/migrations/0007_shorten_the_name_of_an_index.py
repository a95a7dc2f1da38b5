from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0006_index_lists_in_their_order'),
    ]

    operations = [
        # Django takes names of up to 30 letters; until then no command of manage.py ran.
        migrations.RenameIndex(
            model_name='contribution',
            old_name='contribution_listed_by_comments',
            new_name='contribution_most_commented',
        ),
    ]
