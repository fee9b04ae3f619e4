"""What a run did, step by step: written down while it runs, and shown on the sync page."""
