/** The built screens: files that carry a hash in their names are kept by browsers, every other path is the app's. */
import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'

const built = fileURLToPath(new URL('../ui/dist/', import.meta.url))

export function serveScreens(folder = built): Router {
  const router = express.Router()
  router.use(
    '/assets',
    express.static(`${folder}assets`, { immutable: true, maxAge: '1y', fallthrough: false }),
  )
  router.use(express.static(folder, { index: false }))
  // A person's navigation gets the app. A tool takes anything, and must not take the app for an answer: it gets a 404.
  router.get('/{*path}', (request, response, next) => {
    if (request.path !== '/' && !/\btext\/html\b/.test(request.headers.accept ?? '')) return next()
    response
      .set('cache-control', 'no-cache')
      .sendFile('index.html', { root: folder }, (error) => error && next(error))
  })
  return router
}
