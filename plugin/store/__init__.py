"""What Hedgerow remembers: the only place that knows SQL.

Rule of this folder: functions take an open transaction (`tx`) first, and take and return domain
values; nothing here decides, and nothing here knows a vendor.
"""
