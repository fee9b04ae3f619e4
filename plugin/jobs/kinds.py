"""The kinds of jobs, by their names as rows keep them."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.jobs.call_off_jobs import CALL_OFF_JOBS
from plugin.jobs.connection_jobs import CONNECTION_JOBS
from plugin.jobs.design_jobs import DESIGN_JOBS
from plugin.jobs.export_jobs import EXPORT_JOBS
from plugin.jobs.job_kind import JobKind
from plugin.jobs.notion_jobs import NOTION_JOBS
from plugin.jobs.panel_jobs import PANEL_JOBS
from plugin.jobs.people_jobs import PEOPLE_JOBS
from plugin.jobs.periodic_jobs import PERIODIC_JOBS
from plugin.jobs.phone_jobs import PHONE_JOBS
from plugin.jobs.session_jobs import SESSION_JOBS

KINDS: Mapping[str, JobKind] = {
    **SESSION_JOBS,
    **CALL_OFF_JOBS,
    **DESIGN_JOBS,
    **PANEL_JOBS,
    **PEOPLE_JOBS,
    **NOTION_JOBS,
    **CONNECTION_JOBS,
    **EXPORT_JOBS,
    **PERIODIC_JOBS,
    **PHONE_JOBS,
}
