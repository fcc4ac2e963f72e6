"""The one way to compute on rasters larger than memory: in bands of rows, by threads or a cluster.

An analysis names its inputs, how far a cell looks around (the halo), a kernel
on arrays, and where the results go; nothing else knows of bands::

    job = Job(kernel, inputs=(cover,), halo=30, outputs=(Layer("float32"),))
    with raster_sink(draft, cover.frame, job.outputs[0]) as sink:
        partials = run_bands(job, (sink,), Workers(threads=2))

Results do not depend on the height of bands, the number of threads or the
machine, for kernels count in whole numbers and bands are taken in order.
"""

from gruenzug.engine.bands.decode import AsClasses, AsFloat, AsNumber
from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.bands.job import Job, Layer, Piece
from gruenzug.engine.bands.plan import Band, Workers, plan_bands
from gruenzug.engine.bands.run import run_bands
from gruenzug.engine.bands.sinks import ArraySink, RasterSink, Sink, raster_sink
from gruenzug.engine.bands.sources import ArraySource, RasterSource, Source, float_source, raster_source
from gruenzug.engine.bands.usual import computing_by, usual_workers

__all__ = [
    "ArraySink",
    "ArraySource",
    "AsClasses",
    "AsFloat",
    "AsNumber",
    "Band",
    "Frame",
    "Job",
    "Layer",
    "Piece",
    "RasterSink",
    "RasterSource",
    "Sink",
    "Source",
    "Workers",
    "computing_by",
    "float_source",
    "plan_bands",
    "raster_sink",
    "raster_source",
    "run_bands",
    "usual_workers",
]
