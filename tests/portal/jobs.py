"""A job for the queue's tests."""

from django_tasks import task


@task()
def add(one, other):
    return one + other
