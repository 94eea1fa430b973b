"""Tell somebody that a run failed or is late. Off unless a setting names a webhook or an address.

In      Airflow's callback context; SITREP_ALERT_WEBHOOK, SITREP_ALERT_EMAIL
Out     one JSON POST `{"text": …}` (what chat tools take), or one mail through the `smtp_default` connection
Errors  none: an alert that cannot be delivered is logged, and never fails a run
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import urllib3

from sitrep.settings import load_settings

log = logging.getLogger(__name__)


def notify_failure(context: Mapping[str, Any]) -> None:
    """Say which run of which DAG failed; Airflow calls it."""
    _send(f"sitrep: {_name(context)} failed. {context.get('reason') or ''}".strip())


async def notify_late(**kwargs: Any) -> None:  # noqa: ANN401  # Airflow awaits it with arguments of its own choosing
    """Say that a run missed its deadline; Airflow's triggerer awaits it."""
    _send(f"sitrep: {_name(kwargs.get('context') or {})} is late")


def _name(context: Mapping[str, Any]) -> str:
    run = context.get("dag_run")
    if isinstance(run, Mapping):
        return f"{run.get('dag_id')} {run.get('dag_run_id') or run.get('run_id')}"
    return f"{getattr(run, 'dag_id', 'a run')} {getattr(run, 'run_id', '')}".strip()


def _send(message: str) -> None:
    log.warning(message)
    settings = load_settings()
    if settings.alert_webhook:
        body = json.dumps({"text": message}).encode()
        try:
            urllib3.request(
                "POST", settings.alert_webhook, body=body, headers={"Content-Type": "application/json"}, timeout=10.0
            )
        except urllib3.exceptions.HTTPError as exc:
            log.warning("alert not delivered to the webhook: %s", exc)
    if settings.alert_email:
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier  # noqa: PLC0415  # only where asked for

        try:
            SmtpNotifier(to=settings.alert_email, subject=message, html_content=message).notify({})
        except OSError as exc:
            log.warning("alert not delivered to %s: %s", settings.alert_email, exc)
