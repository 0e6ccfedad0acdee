# Parley in one image: the command chooses what it is (sockets, pages, worker, beat, migrate). No secret goes in.

FROM node:22-bookworm-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY esbuild.config.mjs tsconfig.json ./
COPY static static
COPY chat/client chat/client
COPY widget/client widget/client
COPY panel/client panel/client
RUN node esbuild.config.mjs

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
# Wheels alone: nothing is compiled, and nothing runs code of its own while it is installed.
RUN /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin parley
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY chat chat
COPY integrations integrations
COPY widget widget
COPY panel panel
COPY templates templates
COPY static static
COPY locale locale
COPY docs/help docs/help
COPY launcher launcher
COPY deploy/gunicorn.conf.py deploy/alive.py deploy/
COPY --from=browser /app/var/build var/build
# Settings that connect to nothing: the files are the same wherever the image runs.
RUN python -m launcher.catalogues && rm -r launcher
RUN PARLEY_ENV=test PARLEY_SECRET_KEY=only-while-the-image-is-built DATABASE_URL="postgres://nobody@/none?host=/none" REDIS_URL=unix:///none \
    python manage.py collectstatic --no-input && python -m compileall -q .
# What volumes stand on: a new one takes its owner from here.
RUN install -d -m 700 -o 10001 -g 10001 /exports /kept var/audit
USER 10001:10001
ENV PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "deploy/alive.py"]
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
