"""A lab in another process, from pytest: start it with `npx hybridlab start --ephemeral`, or point HYBRIDLAB_URL at one.

Needs nothing but the standard library; `msal`, `requests` and `ldap3` work with the settings of docs/clients.md.
"""

import json
import os
import urllib.request

BASE = os.environ.get("HYBRIDLAB_URL", "http://localhost:8080") + "/lab/v1"


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def test_writeback_is_refused_before_it_is_enabled():
    progress = call("/labs/contoso/scenarios/writeback-not-enabled", {"action": "play"})
    assert [step["state"] for step in progress["steps"]] == ["done", "done"]


def test_half_an_hour_runs_a_cycle():
    ran = call("/labs/contoso/clock", {"advance": "PT30M"})["ran"]
    assert "synchronisation cycle" in [job["job"] for job in ran]


if __name__ == "__main__":
    test_writeback_is_refused_before_it_is_enabled()
    test_half_an_hour_runs_a_cycle()
    print("2 passed")
