# Built in two stages: the first installs, the second only runs, as a user without rights.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/atlas
RUN python -m venv /srv/venv
COPY requirements/run.txt requirements/run.txt
RUN /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/atlas atlas \
    && install -d -o atlas -g atlas /srv/data
WORKDIR /srv/atlas
COPY --from=build /srv/venv /srv/venv
COPY alembic.ini pyproject.toml ./
COPY app app
COPY migrations migrations
COPY seed seed
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ATLAS_DATA=/srv/data \
    ATLAS_LOG_FORMAT=json
USER 10001
VOLUME /srv/data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=2)"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["run", "--host", "0.0.0.0", "--port", "8000"]
