# One image, four commands: cloud, directory, Connect, and all of it with the screens (the default).
FROM node:22-slim
WORKDIR /lab
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npx vite build ui
ENV HYBRIDLAB_HOST=0.0.0.0 HYBRIDLAB_DATA=/data
VOLUME /data
CMD ["node", "bin/hybridlab.js", "start"]
