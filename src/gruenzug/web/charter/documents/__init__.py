"""Documents of this room: versions to print, papers for councils."""
