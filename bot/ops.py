"""For those who run the guide: is it alive, is it ready, how is it doing. Only for inside the house."""

from fastapi import FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.desk import Office, upkeep
from bot.errors import StoreError
from bot.worker import Worker


def add_routes(web: FastAPI, office: Office, worker: Worker) -> None:
    """`/healthz`, `/readyz` and `/metrics`."""

    @web.get("/healthz")
    async def healthz() -> Response:
        """The process answers."""
        return PlainTextResponse("ok")

    @web.get("/readyz")
    async def readyz() -> Response:
        """The database answers and every loop runs."""
        try:
            await upkeep.queue_depth(office)
        except StoreError:
            return JSONResponse({"ready": False, "why": "database"}, status_code=503)
        if not worker.is_alive() or worker.stopping.is_set():
            return JSONResponse({"ready": False, "why": "worker"}, status_code=503)
        return JSONResponse({"ready": True, "revision": office.guide.revision})

    @web.get("/metrics")
    async def metrics(request: Request) -> Response:
        """Counts for Prometheus; whoever comes through a proxy is from outside."""
        if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
            return PlainTextResponse("not found", status_code=404)
        return Response(await _metrics(office, worker), media_type=CONTENT_TYPE_LATEST)


async def _metrics(office: Office, worker: Worker) -> bytes:
    registry = CollectorRegistry()
    done = Gauge("lotse_done", "What this process did since it started", ["what"], registry=registry)
    for what in worker.counts.__dataclass_fields__:
        done.labels(what).set(getattr(worker.counts, what))
    rows = Gauge("lotse_rows", "Rows in the inbox and outbox by state", ["state"], registry=registry)
    for state, count in (await upkeep.queue_depth(office)).items():
        rows.labels(state).set(count)
    return generate_latest(registry)
