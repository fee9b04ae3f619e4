"""What Hedgerow writes into its log: one line a request, a job and a vendor's call, and failures.

Rule of this folder: whatever a line holds is of a kind that is named in `lines.FIELDS`. Lines hold
route patterns, kinds, numbers, and ids of requests and jobs; no words, no names, no paths.
"""

from plugin.logs.context import bound_job, bound_request, request_id, unbind_request
from plugin.logs.lines import as_json, as_text, log_to, log_to_terminal, place_of
from plugin.logs.redaction import PASSED_ON, redact_all_loggers, redacted

__all__ = [
    "PASSED_ON",
    "as_json",
    "as_text",
    "bound_job",
    "bound_request",
    "log_to",
    "log_to_terminal",
    "place_of",
    "redact_all_loggers",
    "redacted",
    "request_id",
    "unbind_request",
]
