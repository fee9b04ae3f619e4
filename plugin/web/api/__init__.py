"""The public API, `/api/v1`: what a person may read on the pages, for their own programs, as JSON.

Every answer comes from the function that the page asks, for the person whose token was sent, so
that no rule stands here a second time. Of words it holds what an export would hold and no more
(`memory.copied_words`). No answer looks at a cookie. `/api/v1/openapi.json` is made from the same
declarations that answer (`operations`).
"""
