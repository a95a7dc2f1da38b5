import json
from pathlib import Path

from django.db import migrations, models

KNOWN = Path(__file__).parents[1] / 'measurements' / 'threshold_sources.json'


def tell(apps, schema_editor):
    """Those of a new service are told in all three languages; what staff wrote stays as it is."""
    indicators = apps.get_model('geo', 'Indicator').objects
    known = json.loads(KNOWN.read_text())
    for one in indicators.exclude(key__in=known).exclude(source=''):
        indicators.filter(pk=one.pk).update(sources={'fr': one.source})
    for key, sources in known.items():
        indicators.filter(key=key, sources={}).update(sources=sources)


def write_one(apps, schema_editor):
    indicators = apps.get_model('geo', 'Indicator').objects
    for one in indicators.all():
        indicators.filter(pk=one.pk).update(source=one.sources.get('en', ''))


class Migration(migrations.Migration):

    dependencies = [
        ('geo', '0011_seed_indicators'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='sources',
            field=models.JSONField(blank=True, default=dict, verbose_name='where the thresholds come from'),
        ),
        migrations.RunPython(tell, write_one),
        migrations.RemoveField(
            model_name='indicator',
            name='source',
        ),
    ]
