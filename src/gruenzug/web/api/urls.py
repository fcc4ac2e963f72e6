"""The interface: read-only, one version, described at openapi.json."""

from __future__ import annotations

from ninja import NinjaAPI

from gruenzug.web.api.views import RefusedError, router

api = NinjaAPI(
    title="Grünzug",
    version="1",
    description=(
        "Municipalities, indicators and figures of the analysis. Read-only, no key. "
        "Answers speak of the current release unless `release` names another."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(RefusedError)
def refuse(request, error):  # type: ignore[no-untyped-def]
    """Answer what a request got wrong with one sentence."""
    return api.create_response(request, {"detail": str(error)}, status=error.status)
