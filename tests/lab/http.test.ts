import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import express, { type Express, Router } from 'express'
import supertest from 'supertest'
import { expect, onTestFinished, test } from 'vitest'
import { createApp, fastServer, listen } from '#lab/http.ts'
import { serveScreens } from '#lab/serve-screens.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

function application(): Express {
  const app = express()
  const routes = Router()
  app.use(express.json({ limit: '1kb' }))
  routes.get('/plain', (_request, response) => void response.send('text'))
  routes.get(
    '/json',
    (request, response) => void response.status(201).json({ query: request.query, ip: request.ip !== '' }),
  )
  routes.get('/about', (request, response) => {
    const { protocol, hostname, secure, xhr, path, originalUrl, baseUrl } = request
    response
      .vary('Accept')
      .json({ protocol, hostname, secure, xhr, path, originalUrl, baseUrl, get: request.get('x-test') })
  })
  routes.get(
    '/accepts',
    (request, response) => void response.json([request.accepts('html', 'json'), request.is('json')]),
  )
  routes.get('/redirect', (_request, response) => response.redirect(302, '/plain'))
  routes.get('/cookie', (_request, response) => void response.cookie('a', 'b', { httpOnly: true }).end())
  routes.get('/fails', () => Promise.reject(new Error('broken')))
  routes.get('/empty', (_request, response) => void response.sendStatus(204))
  routes.get('/items/:id', (request, response) => void response.json(request.params))
  routes.post('/echo', (request, response) => void response.json(request.body))
  app.use('/base', routes)
  app.set('env', 'test')
  return app
}

const asked = [
  ['get', '/base/plain'],
  ['head', '/base/plain'],
  ['get', '/base/json?a=1&b[]=2'],
  ['get', '/base/about'],
  ['get', '/base/accepts'],
  ['get', '/base/redirect'],
  ['get', '/base/cookie'],
  ['get', '/base/fails'],
  ['get', '/base/empty'],
  ['get', '/base/items/ä%20b'],
  ['get', '/nowhere'],
  ['options', '/base/plain'],
  ['post', '/base/echo', '{"a":[1,2]}'],
  ['post', '/base/echo', '{"a":'],
  ['post', '/base/echo', `{"a":"${'x'.repeat(2_000)}"}`],
] as const

async function answerOf(
  target: Parameters<typeof supertest>[0],
  [method, path, body]: (typeof asked)[number],
) {
  const request = supertest(target)[method](path).set('x-test', 'yes').set('host', 'lab.test')
  const answer = await (body === undefined
    ? request
    : request.set('content-type', 'application/json').send(body))
  const { date: _date, ...headers } = answer.headers
  // A stack shows where its line stands in a file.
  return {
    status: answer.status,
    headers: { ...headers, 'content-length': '' },
    text: answer.text?.split('<br>')[0],
  }
}

test('a fast server answers as plain Express does', async () => {
  const fast = fastServer(application())
  onTestFinished(() => void fast.close())
  for (const request of asked) {
    const [ours, plain] = [await answerOf(fast, request), await answerOf(application(), request)]
    const alive = { connection: '', 'keep-alive': '' }
    expect({ ...ours, headers: { ...ours.headers, ...alive } }, request.join(' ')).toEqual({
      ...plain,
      headers: { ...plain.headers, ...alive },
    })
  }
})

test('requests are born as Express wants them, on every server of an application', async () => {
  const app = express()
  const seen: boolean[] = []
  const servers = [fastServer(app), fastServer(app)]
  for (const server of servers) {
    server.prependListener('request', (request, response) => {
      const prototypes = [Object.getPrototypeOf(request), Object.getPrototypeOf(response)]
      seen.push(prototypes[0] === app.request && prototypes[1] === app.response)
    })
    onTestFinished(() => void server.close())
    await supertest(server).get('/')
  }
  expect(seen).toEqual([true, true])
})

test('a port in use is refused in one sentence that names the setting', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const wanted = { host: '127.0.0.1', port, listener: 'the control API', setting: '--http-port' }
  await expect(listen(fastServer(express()), wanted)).rejects.toMatchObject({
    code: 'LabPortInUse',
    message: `Port ${port} is in use by another program, so the control API cannot listen on it.`,
    hint: 'Stop that program, or choose another port with --http-port (0 takes any free one).',
  })
})

test('an address of another machine is refused in one sentence', async () => {
  const wanted = { host: '192.0.2.1', port: 0, listener: 'the control API', setting: '--http-port' }
  await expect(listen(fastServer(express()), wanted)).rejects.toMatchObject({ code: 'LabAddressUnknown' })
})

test('a closed listener lets go of streams that are still open', async () => {
  const app = express()
  app.get('/stream', (_request, response) => void response.write('begun'))
  const listener = await listen(fastServer(app), {
    host: '127.0.0.1',
    port: 0,
    listener: 'a test',
    setting: '--port',
  })
  const response = await fetch(`http://127.0.0.1:${listener.port}/stream`)
  await listener.close()
  await expect(response.text()).rejects.toThrow()
})

test('a failure tells its client no stack and no path of this machine', async () => {
  const app = createApp()
  app.get('/items/:id', () => Promise.reject(new Error('broken')))
  for (const [path, status] of [
    ['/items/%E0%A4%A', 400],
    ['/items/1', 500],
  ] as const) {
    const answer = await supertest(fastServer(app)).get(path)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toMatch(/ at |node_modules|broken|\/http\.test/)
  }
})

test('the screens are for who navigates: a tool at an unknown path hears 404, and takes no page for an answer', async () => {
  const folder = `${await temporaryDirectory()}/`
  writeFileSync(`${folder}index.html`, '<title>the app</title>')
  const server = fastServer(createApp().use(serveScreens(folder)))
  const at = (path: string, accept: string) => supertest(server).get(path).set('accept', accept)
  const navigates = 'text/html,application/xhtml+xml,*/*;q=0.8'
  expect((await at('/portal/users', navigates)).text).toContain('the app')
  expect((await at('/', '*/*')).text).toContain('the app')
  for (const path of ['/v2.0/me', '/contoso.com/oauth2/v2.0/token', '/nothing.js'])
    for (const accept of ['*/*', 'application/json']) {
      const answer = await at(path, accept)
      expect(answer.status).toBe(404)
      expect(answer.text).not.toContain('the app')
    }
})
