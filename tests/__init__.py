"""Tests of Hedgerow: unit mirrors the code, promises try to break what must hold.

One hypothesis profile holds for all of them, for `make soak` too.
"""

import os

from hypothesis import settings

# A busy machine is no defect. In CI every run tries the same examples, so that a failure there is
# of the change at hand; elsewhere each run tries new ones.
settings.register_profile("hedgerow", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("hedgerow")
