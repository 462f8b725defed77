"""A port and a size in, a server out that answers one route with so many fixed bytes: the least a status can cost.

python -m bench.bare_route PORT SIZE
"""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main(port: int, size: int) -> None:
    """Serve until SIGTERM, with the settings of `verifier serve`."""
    body = b"{" + b" " * (size - 2) + b"}"

    async def status(request: Request) -> Response:
        del request
        return Response(body, media_type="application/json")

    app = Starlette(routes=[Route("/articles/{job_id}", status)])
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", server_header=False)
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
