"""Mistakes a user can make, each told in one sentence.

::

    UserError            shown as "Error: …" by the command line, exit code 2
    ├── SourceError      a source file is missing, broken or not what it should be
    ├── RegionError      a region's TOML file says something impossible
    ├── GridError        arrays, rasters or coordinate systems do not fit together
    └── ReleaseError     a release folder cannot be written or breaks the contract

The sentence names the thing (file, row, object, field), the value found and
what to do. Everything that is not a user's mistake stays a traceback.
"""


class UserError(Exception):
    """A mistake in what the user gave us; `str()` is the sentence to show."""


class SourceError(UserError):
    """A source file is missing, broken or not what it should be."""


class RegionError(UserError):
    """A region's TOML file says something impossible."""


class GridError(UserError):
    """Arrays, rasters or coordinate systems do not fit together."""


class ReleaseError(UserError):
    """A release folder cannot be written or breaks the contract."""
