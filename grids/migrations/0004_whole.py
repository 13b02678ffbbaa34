from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grids', '0003_carried'),
    ]

    operations = [
        migrations.RemoveField(model_name='issue', name='line'),
        migrations.RenameField(model_name='issue', old_name='line_new', new_name='line'),
        migrations.AlterField(
            model_name='issue',
            name='clock_from',
            field=models.DateTimeField(editable=False, verbose_name='全程起算'),
        ),
        migrations.AlterField(
            model_name='issue',
            name='first_due_at',
            field=models.DateTimeField(editable=False, verbose_name='首次时限'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['community', 'first_due_at', 'grid', 'state', 'closed_at', 'redone'], name='grids_issue_month'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['-created_at', '-id'], name='grids_issue_newest'),
        ),
        migrations.RemoveIndex(model_name='issue', name='grids_issue_due'),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['community', 'closed_at', 'grid', 'state', 'due_at'], name='grids_issue_open'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['community', 'line', '-created_at', '-id'], name='grids_issue_line'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('stage_due_at__isnull', False)), fields=['stage_due_at'], name='grids_issue_stage_due'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'visited'])), models.Q(models.Q(('state__in', ['closed', 'visited']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='grids_issue_closed_at', violation_error_message='结案必须有办结时间，未结案不能有。'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), _negated=True), ('look_on__isnull', False), _connector='OR'), name='grids_issue_look_on', violation_error_message='挂账必须写明哪天再看。'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of__isnull', True), ('state', 'void'), _connector='OR'), name='grids_issue_duplicate_void', violation_error_message='并入他件的事项作废，不能再办。'),
        ),
    ]
