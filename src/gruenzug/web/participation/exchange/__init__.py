"""Contributions and ideas in and out, in the open format of docs/participation-format.md."""
