"""The embedded database: whether its library may know how the rows of its tables lie.

Some releases of SQLite (3.40.1 of Debian 12 is one), once they know, answer ``a IN (…) AND b < limit`` on an index by a scan that
forgets the limit: counts come out wrong. Asked here by an example, since a list of release numbers would have to be kept.
"""

import sqlite3
from functools import cache

# How an index lies when few rows share its leading columns: the scan is chosen.
LIES = "9258 772 4 1 1"


@cache
def keeps_limits():
    """Whether the library keeps to the limit also when it knows how the rows lie."""
    link = sqlite3.connect(":memory:")
    link.execute("CREATE TABLE line (register TEXT NOT NULL, record INT, verb TEXT NOT NULL, day INT NOT NULL)")
    link.execute("CREATE INDEX flow ON line (register, record, verb, day)")
    link.execute("ANALYZE")
    link.execute("INSERT INTO sqlite_stat1 VALUES ('line', 'flow', ?)", [LIES])
    link.execute("ANALYZE sqlite_schema")
    link.execute("INSERT INTO line VALUES ('issue', 1, 'assign', 20)")
    asked = "SELECT count(*) FROM line WHERE register = 'issue' AND record = 1 AND verb IN ('accept', 'assign') AND day < 10"
    (found,) = link.execute(asked).fetchone()
    link.close()
    return found == 0


def measure(connection):
    """Let SQLite learn how its rows lie, or forget it where it would count wrong by it. PostgreSQL learns by itself.

    All tables whole, a second's work for 200,000 issues and their history: by a sample every condition seems to pick few rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if keeps_limits() else "DROP TABLE IF EXISTS sqlite_stat1")
