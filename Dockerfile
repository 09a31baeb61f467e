# The server: API, aggregator and migrations, one image, three commands. No embedded servers, no build tools.
FROM python:3.13.9-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock \
    && /venv/bin/pip uninstall --yes pip
COPY pyproject.toml schema.graphql ./
COPY graphql ./graphql
COPY dashboard ./dashboard
COPY migrations ./migrations
COPY resolvers ./resolvers
COPY server ./server
RUN /venv/bin/python -m compileall -q migrations resolvers server

FROM python:3.13.9-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VIEWPULSE_HOST=0.0.0.0 VIEWPULSE_LOG_JSON=true
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin viewpulse \
    && install --directory --owner=10001 --group=10001 --mode=700 /tombstones
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["python", "-m", "server"]
CMD ["serve"]
