"""What runs in the background: jobs, the workers that run them, and what looks after them.

Rule of this folder: a job's row is the truth. Huey brings its id to a worker and may lose it or
bring it twice; a worker runs a job only with the lease on its row, and every job can be run again
from its beginning without doing anything twice. Nothing else knows Huey (`queue`).
"""
