import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** Where a running lab answers while the screens are being worked on with `npx vite ui`. */
const lab = process.env.HYBRIDLAB_ORIGIN ?? 'http://localhost:8080'

/** All that the lab's origin answers besides the screens: control API, token service, Graph, portal and password reset API. */
const answeredByTheLab =
  '^/(lab/v1|v1\\.0|beta|passwordreset|api|[^/]+/(oauth2|v2\\.0|login|discovery|reprocess|kmsi))(/|$)'

/** What the screens do not use of their libraries, left out of the bundle. */
const unused = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_I18N_LEGACY_API__: 'false',
  __VUE_I18N_FULL_INSTALL__: 'false',
  __INTLIFY_PROD_DEVTOOLS__: 'false',
  __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue()],
  define: unused,
  /** A catalogue of texts is read faster as one string, and nobody wants its texts by name. */
  json: { namedExports: false, stringify: true },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { [answeredByTheLab]: { target: lab, changeOrigin: false } } },
})
