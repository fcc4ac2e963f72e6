"""The site reads its environment in one place, and stands safely on it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from gruenzug.web.portal.settings import services
from gruenzug.web.portal.settings.environment import Environment, variables

ROOT = Path(__file__).parents[3]
SAFE = {
    "GRUENZUG_SECRET_KEY": "k9" * 30 + "!Qx",
    "GRUENZUG_HOSTS": "example.org",
    "DJANGO_SETTINGS_MODULE": "gruenzug.web.portal.settings.prod",
}


def test_env_example_lists_exactly_what_the_settings_read():
    listed = re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(variable.metadata["name"] for variable in variables())


def test_no_setting_reads_the_environment_past_that_place():
    for path in (ROOT / "src/gruenzug/web").rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name not in ("environment.py", "wsgi.py", "test.py", "assets.py"):
            assert "os.environ" not in text, path
            assert "getenv" not in text, path


def test_variables_are_typed(tmp_path):
    found = Environment.read(
        {"GRUENZUG_HOSTS": "a.org, b.org", "GRUENZUG_HTTPS_ONLY": "no", "GRUENZUG_VAR": str(tmp_path)}
    )
    assert found.hosts == ("a.org", "b.org")
    assert found.https_only is False
    assert found.releases_folder == tmp_path / "releases"
    with pytest.raises(ImproperlyConfigured, match="GRUENZUG_HTTPS_ONLY is 'perhaps'; use yes or no"):
        Environment.read({"GRUENZUG_HTTPS_ONLY": "perhaps"})


def test_a_file_env_is_read_and_the_environment_wins(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text('# remark\nGRUENZUG_OPERATOR_NAME="Verband"\nGRUENZUG_PROGRAMME=Datei\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRUENZUG_PROGRAMME", "Umgebung")
    found = Environment.read()
    assert (found.operator_name, found.programme) == ("Verband", "Umgebung")
    (tmp_path / ".env").write_text("so nicht\n")
    with pytest.raises(ImproperlyConfigured, match=r"\.env, line 1: 'so nicht' is not NAME=value"):
        Environment.read()


def test_database_addresses_are_understood(tmp_path):
    found = services.database("postgres://me:p%40ss@db.example:5433/green?sslmode=require", tmp_path)
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["PORT"]) == ("green", "me", "p@ss", "5433")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert services.database("", tmp_path)["NAME"] == str(tmp_path / "gruenzug.sqlite3")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL begins with mysql://"):
        services.database("mysql://x/y", tmp_path)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="pragmas are SQLite's")
def test_sqlite_does_not_lock_readers_out():
    def pragma(name):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 1
    assert pragma("foreign_keys") == 1
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert connection.settings_dict["OPTIONS"]["timeout"] == 20


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="locks of SQLite")
def test_a_writer_takes_its_lock_at_once(tmp_path):
    config = services.database("", tmp_path)
    probe = sqlite3.connect(config["NAME"], isolation_level=config["OPTIONS"]["transaction_mode"])
    probe.executescript(config["OPTIONS"]["init_command"] + "CREATE TABLE t (x);")
    probe.execute("INSERT INTO t VALUES (1)")
    other = sqlite3.connect(config["NAME"], timeout=0.1)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    assert other.execute("SELECT count(*) FROM t").fetchone() == (0,)


def _manage(*command, **environment):
    known = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GRUENZUG_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env=known | environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=environment.get("GRUENZUG_VAR"),
    )


def test_production_settings_pass_the_deployment_check(tmp_path):
    done = _manage("check", "--deploy", "--fail-level", "WARNING", GRUENZUG_VAR=str(tmp_path), **SAFE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("GRUENZUG_SECRET_KEY", "GRUENZUG_SECRET_KEY has fewer than 50"),
        ("GRUENZUG_HOSTS", "GRUENZUG_HOSTS is empty"),
    ],
)
def test_production_refuses_to_start_without_what_safety_needs(tmp_path, missing, sentence):
    done = _manage("check", GRUENZUG_VAR=str(tmp_path), **{**SAFE, missing: ""})
    assert done.returncode != 0
    assert sentence in done.stderr


def test_nothing_is_left_to_migrate(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_environment_command_hides_secrets(capsys, settings):
    settings.ENVIRONMENT = Environment.read(
        {"GRUENZUG_SECRET_KEY": "hidden-key", "GRUENZUG_PROGRAMME": "Mein Programm"}
    )
    call_command("environment")
    printed = capsys.readouterr().out
    assert "hidden-key" not in printed
    assert "GRUENZUG_PROGRAMME=Mein Programm" in printed
