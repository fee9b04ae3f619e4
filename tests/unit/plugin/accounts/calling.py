"""A process of its own that takes turns as fast as it may: `calling.py DATABASE_URL CALLS`.

Waits for a line on its input, then prints the moment of every call and the wait before it.
"""

import sys
import time

from connectors.limits import Limit, SharedPace, notion_price
from plugin.accounts.rate_limits import TurnBook
from plugin.store.database import Database

# A short window. What is spare covers a process that is held up for a tenth of a second.
LIMIT = Limit(units=70, window_s=0.7, at_once=4, spare=10)


def main(url: str, calls: int) -> None:
    database = Database(url)
    pace = SharedPace(TurnBook(database), "credential", LIMIT, notion_price, time.time)
    pace.book.read("credential")
    print("ready", flush=True)  # noqa: T201  the parent reads it
    sys.stdin.readline()
    moments = []
    for _ in range(calls):
        time.sleep(pace.take("GET", "/v1/users/me", {}, 60).wait_s)
        moments.append(time.time())
    print(*moments, flush=True)  # noqa: T201  as above
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
