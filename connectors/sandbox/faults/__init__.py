"""Faults on demand for both vendors: which calls go wrong, how, and whether they did their work.

`catalogue` has a row for every kind: to add one, add its row there. `fault` is one that was set,
`book` holds all that were set, `hooks` lets them meet the calls of an application, `answers`,
`concurrent_edits` and `transport` are what happens then, `routes` is how they are set over HTTP.
"""
