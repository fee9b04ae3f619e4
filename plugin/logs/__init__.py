"""What Hedgerow writes into its log: one line a request, a job and a vendor's call, and failures.

Rule of this folder: whatever a line holds is of a kind that is named in `lines.FIELDS`. Lines hold
route patterns, kinds, numbers, and ids of requests and jobs; no words, no names, no paths.
Only `lines` knows structlog, which takes long to import: commands that serve nothing do without.
"""
