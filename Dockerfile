# One image, five commands: cloud, directory, Connect and the screens each alone (docker-compose.yml), or all of it (the default).
FROM node:22-slim
WORKDIR /lab
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx vite build ui
ENV HYBRIDLAB_HOST=0.0.0.0 HYBRIDLAB_DATA=/data
VOLUME /data
CMD ["node", "--max-semi-space-size=32", "bin/hybridlab.js", "start"]
