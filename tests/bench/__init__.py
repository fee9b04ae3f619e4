"""What Hedgerow's work costs in calls, seconds and memory: run by `make bench`, never by pytest."""
