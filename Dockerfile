# syntax=docker/dockerfile:1
# Two images from one build: `--target server` and `--target media-host`.

FROM node:24-bookworm-slim AS build
WORKDIR /parley
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
# The worker's binary is fetched below, by the image that needs it; no other package needs its install script.
RUN npm ci --include=dev --ignore-scripts
COPY . .
RUN node scripts/build.ts --force
# Optional packages are Node itself and the bundled database, which the images have from elsewhere.
RUN npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim AS base
ENV NODE_ENV=production PARLEY_ENV=production
WORKDIR /parley
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules ./node_modules
COPY --from=build /parley/dist ./dist
# So that a folder for data belongs to the account that writes to it, also when a volume is put over it.
RUN mkdir data && chown node:node data

FROM base AS server
USER node
EXPOSE 3000
# Lives, not ready: a server that waits for its first media host must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server/src/main.js"]

FROM base AS media-host
# The binary that mediasoup publishes; see docs/decisions/0004 on what it lacks.
RUN cd node_modules/mediasoup && node npm-scripts.mjs postinstall
USER node
CMD ["node", "--enable-source-maps", "dist/media-workers/src/main.js"]
