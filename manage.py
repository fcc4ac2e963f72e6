#!/usr/bin/env python3
"""Django's commands, with development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command named on the command line."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gruenzug.web.portal.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  needs the settings' name

    from gruenzug.web.portal.messages import compile_all  # noqa: PLC0415  needs the path

    compile_all()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
