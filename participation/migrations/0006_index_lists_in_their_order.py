"""An author's list at a million took two seconds: no index held it in its order."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Readers and writers go on meanwhile."""

    atomic = False

    dependencies = [
        ('participation', '0005_imports_of_contributions'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='contribution',
            index=models.Index(condition=models.Q(('visibility__in', ['pending', 'published'])), fields=['consultation', '-created_at', '-id'], name='contribution_listed'),
        ),
        AddIndexConcurrently(
            model_name='contribution',
            index=models.Index(condition=models.Q(('visibility__in', ['pending', 'published'])), fields=['consultation', '-comment_count', '-created_at', '-id'], name='contribution_listed_by_comments'),
        ),
        AddIndexConcurrently(
            model_name='contribution',
            index=models.Index(condition=models.Q(('visibility', 'pending')), fields=['consultation', 'theme', 'kind'], name='contribution_pending'),
        ),
        RemoveIndexConcurrently(
            model_name='contribution',
            name='contribution_recent',
        ),
        RemoveIndexConcurrently(
            model_name='contribution',
            name='contribution_discussed',
        ),
    ]
