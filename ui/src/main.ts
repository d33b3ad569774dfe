/** Opens the shell with its places, or one of the product's own pages, which have no shell and work alone. */
import './styles/tokens.css'
import './styles/base.css'
import { standsAlone } from './lab/stands-alone.ts'
import { showTheme } from './lab/theme.ts'

showTheme()
const { start } = standsAlone() ? await import('./product-pages/start.ts') : await import('./shell/start.ts')
await start('#app')
