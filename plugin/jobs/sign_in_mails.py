"""Asking for a link to sign in by, which a worker mails (`mails`) and makes then."""

from __future__ import annotations

from plugin.convene.sign_in_mail import is_link_asked_for
from plugin.domain.jobs import BY_ITSELF, Job
from plugin.jobs.asking import wake
from plugin.jobs.mails import MAILS
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime


def ask_for_link(runtime: Runtime, email: str) -> None:
    """Have a link to sign in by mailed to whoever has this address, and to nobody else."""
    services = runtime.services
    job = Job(
        id=services.new_id(),
        kind=MAILS,
        subject=MAILS,
        asked_by=None,
        asked_at=services.now,
        payload={BY_ITSELF: True},
    )
    with services.db.begin() as tx:
        if not is_link_asked_for(tx, services, email):
            return
        asked = stored_jobs.ask_after(tx, job)
    wake(runtime, asked.id)
