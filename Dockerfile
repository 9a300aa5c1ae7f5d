# bihuan alone: pages and workers. Postgres and the engine are containers of their own (docker-compose.yml).
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node bin/setup.js && npm prune --omit=dev

FROM node:24-bookworm-slim
# Chromium prints documents; without the CJK fonts Chinese would come out as boxes. tini passes signals on.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-noto-cjk tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production BIHUAN_MODE=production BIHUAN_DATA=/data BIHUAN_HOST=0.0.0.0 BIHUAN_PORT=8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.BIHUAN_PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "bin/bihuan.js", "up", "--no-demo"]
