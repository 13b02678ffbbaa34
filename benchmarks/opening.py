"""Opening pages as somebody who is signed in."""

from django.test import Client


def browser(user):
    """A browser in which the user is signed in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def opens(client, url, sent=None):
    """A contender: the page read to its end, or the benchmark stops; ``sent`` is posted there."""

    def act():
        answer = client.post(url, sent) if sent else client.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
        answer.content  # noqa: B018

    return act
