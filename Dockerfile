# The guide in an image: `docker build -t digital-lotse .`
# The first stages hold what is needed to install, the last only what is needed to run.
FROM python:3.11-slim AS build
WORKDIR /build
COPY pyproject.toml constraints.txt ./
RUN python -m venv /venv \
 && python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > requirements.txt \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt -r requirements.txt

# Styles and htmx of the pages.
FROM node:22.12-slim AS styles
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOTSE_STATE_DIR=/state
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lotse \
 && install -d -o lotse -g lotse -m 0700 /state
COPY --from=build /venv /venv
# Texts and knowledge are read beside the packages: the guide runs from its source tree.
WORKDIR /app
COPY pyproject.toml constraints.txt ./
COPY bot ./bot
COPY knowledge ./knowledge
COPY locales ./locales
COPY --from=styles /build/node_modules ./node_modules
USER lotse
VOLUME ["/state"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('LOTSE_PORT', '8000') + '/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run", "--host", "0.0.0.0"]
