"""The demo: a fictional partnership's story, played on the sandbox through the product's own verbs.

Rule of this folder: `connectors.sandbox_people` acts as people, everything else is what a real
session does. `session_reading` and `demo_file` read the fictional data in `data/`, `play` puts a
session's events on a board and leaves collecting, closing, reading back and taking back to
whoever calls it; only the story on top joins them with the jobs of the product.
"""
