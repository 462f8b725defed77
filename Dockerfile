# One image for the API, the workers and the nightly clock; compose.yaml gives each its command.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY verifier verifier
COPY workers workers
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /home/verifier verifier \
 && install -d -o verifier -g verifier /data
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels source-verifier
USER verifier
WORKDIR /home/verifier
ENV VERIFIER_DATA_DIR=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8000
# Asks the API's own process; services that are no API override this in compose.yaml.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/livez', timeout=4).read()"]
CMD ["verifier", "serve", "--host", "0.0.0.0", "--port", "8000"]
