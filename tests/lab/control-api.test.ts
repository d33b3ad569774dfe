import { request as send } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { startControlHost } from '#tests/support/control-host.ts'

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

async function answer(url: string, init?: RequestInit) {
  const response = await fetch(url, init)
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  }
}

/** With headers that fetch does not let anybody choose. */
function raw(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    send(url, { headers }, (response) => {
      let body = ''
      response.on('data', (piece: Buffer) => {
        body += piece.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
      .on('error', reject)
      .end()
  })
}

test('a lab says everything that a client needs to be pointed at it', async () => {
  const { url, lab } = await startControlHost()
  const { status, body } = await answer(`${url}/lab/v1/labs/contoso`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ lab: 'contoso', tenantId: lab.tenantId, netbiosName: 'CONTOSO' })
})

test('labs are created, listed and deleted, each with its own tenant', async () => {
  const { url } = await startControlHost()
  const created = await answer(`${url}/lab/v1/labs`, json({ id: 'fabrikam' }))
  expect(created.status).toBe(201)
  const listed = await answer(`${url}/lab/v1/labs`)
  expect(listed.body.labs.map((row: { lab: string }) => row.lab)).toEqual(['contoso', 'fabrikam'])
  expect(new Set(listed.body.labs.map((row: { tenantId: string }) => row.tenantId)).size).toBe(2)
  expect(await answer(`${url}/lab/v1/labs`, json({ id: 'fabrikam' }))).toMatchObject({
    status: 409,
    body: { error: { code: 'LabExists', message: 'There is a lab fabrikam already.' } },
  })
  expect((await answer(`${url}/lab/v1/labs/fabrikam`, { method: 'DELETE' })).status).toBe(204)
  expect((await answer(`${url}/lab/v1/labs/fabrikam`)).body.error.code).toBe('LabNotFound')
})

test('advancing the clock runs what comes due and answers what ran', async () => {
  const { url, lab } = await startControlHost()
  lab.clock.every(30 * 60_000, { name: 'sync cycle', run: () => 'no changes' })
  const { status, body } = await answer(`${url}/lab/v1/labs/contoso/clock`, json({ advance: 'PT1H' }))
  expect(status).toBe(200)
  expect(body).toEqual({
    now: '2026-01-12T13:00:00.000Z',
    rate: 1,
    frozen: true,
    ran: [
      { at: '2026-01-12T12:30:00.000Z', job: 'sync cycle', outcome: 'no changes' },
      { at: '2026-01-12T13:00:00.000Z', job: 'sync cycle', outcome: 'no changes' },
    ],
  })
  const running = await answer(`${url}/lab/v1/labs/contoso/clock`, json({ frozen: false, rate: 60 }))
  expect(running.body).toMatchObject({ frozen: false, rate: 60 })
})

test('events come by page and by correlation id', async () => {
  const { url, lab } = await startControlHost()
  for (const correlationId of ['a', 'b', 'a'])
    lab.journal.record({ place: 'lab', type: 'test.happened', summary: 's', correlationId })
  const { body } = await answer(`${url}/lab/v1/labs/contoso/events?correlationId=a&type=test.happened`)
  expect(body.events).toHaveLength(2)
  expect(body.last).toBe(3)
  const page = await answer(`${url}/lab/v1/labs/contoso/events?after=1&limit=1`)
  expect(page.body.events.map((event: { seq: number }) => event.seq)).toEqual([2])
})

test('a stream sends what was missed and then what happens, and says when the lab went back', async () => {
  const { url, lab } = await startControlHost()
  const record = (summary: string) => lab.journal.record({ place: 'lab', type: 'test.happened', summary })
  record('one')
  record('two')
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await fetch(`${url}/lab/v1/labs/contoso/events/stream`, {
    headers: { 'last-event-id': '1' },
    signal: stop.signal,
  })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const until = async (found: RegExp) => {
    while (!found.test(text)) text += (await reader?.read())?.value ?? ''
  }
  await until(/id: 2\ndata: \[{"seq":2,.*"two"}\]\n\n/)
  record('three')
  record('four')
  await until(/id: 4\ndata: \[{"seq":3,.*},{"seq":4,.*}\]\n\n/)
  await lab.snapshots.restore('seed')
  await until(/event: reset\nid: 5\n/)
  expect(text).not.toContain('"one"')
})

test('the inbox waits for a message, and a push is answered once', async () => {
  const { url, lab } = await startControlHost()
  const waiting = answer(`${url}/lab/v1/labs/contoso/inbox?kind=sms&to=%2B6591234567&waitMs=5000`)
  lab.inbox.deliver({
    kind: 'sms',
    to: '+65 9123 4567',
    from: 'Microsoft',
    text: 'Your code is 804113',
    code: '804113',
  })
  expect((await waiting).body.messages).toMatchObject([
    { kind: 'sms', code: '804113', at: '2026-01-12T12:00:00.000Z' },
  ])
  lab.inbox.deliver({ kind: 'push', to: 'anna@contoso.com', from: 'Microsoft', text: 'Approve sign-in?' })
  expect(
    (await answer(`${url}/lab/v1/labs/contoso/inbox/2/answer`, json({ answer: 'approved' }))).status,
  ).toBe(204)
  expect((await answer(`${url}/lab/v1/labs/contoso/inbox/2/answer`, json({ answer: 'denied' }))).status).toBe(
    404,
  )
  expect(lab.inbox.messages({ kind: 'push' })[0]?.answer).toBe('approved')
})

test('faults are added, counted and cleared', async () => {
  const { url, lab } = await startControlHost()
  const faults = `${url}/lab/v1/labs/contoso/faults`
  const rule = { match: { operation: 'relay.deliver' }, effect: { code: 'Busy' }, times: 1 }
  expect((await answer(faults, json(rule))).status).toBe(201)
  expect(await lab.faults.strike('relay.deliver')).toEqual({ code: 'Busy' })
  expect((await answer(faults)).body.faults).toMatchObject([{ id: '1', struck: 1 }])
  expect((await answer(faults, { method: 'DELETE' })).body).toEqual({ cleared: 1 })
  expect((await answer(`${faults}/1`, { method: 'DELETE' })).body.error.code).toBe('LabFaultNotFound')
})

test('a fault on an operation that nothing asks for is refused with the operations there are', async () => {
  const { url, lab } = await startControlHost()
  const add = (operation: string) =>
    answer(`${url}/lab/v1/labs/contoso/faults`, json({ match: { operation }, effect: { drop: true } }))
  const refused = await add('relay.delivr')
  expect(refused.status).toBe(400)
  expect(refused.body.error.message).toContain('no such operation: relay.delivr. Nearest: relay.deliver.')
  expect(refused.body.error.message).toContain('cloud.commit-password')
  expect((await add('token.*')).status).toBe(400)
  expect(lab.faults.list()).toEqual([])
  expect((await add('LDAP.*')).status).toBe(201)
  await expect(
    lab.faults.add({ match: { operation: 'ldap.rename' }, effect: { drop: true } }),
  ).rejects.toThrow('Nearest: ldap.delete')
})

test('a snapshot is saved, compared and restored', async () => {
  const { url, lab } = await startControlHost()
  const snapshots = `${url}/lab/v1/labs/contoso/snapshots`
  expect((await answer(snapshots, json({ name: 'Before class' }))).status).toBe(201)
  await lab.faults.add({ match: { operation: 'ldap.bind' }, effect: { drop: true } })
  const diff = await answer(`${snapshots}/Before%20class/diff`)
  expect(diff.body.differences).toEqual([
    { collection: 'lab.faults', id: '1', change: 'added', properties: [] },
  ])
  expect((await answer(`${snapshots}/Before%20class/restore`, { method: 'POST' })).status).toBe(200)
  expect(lab.faults.list()).toEqual([])
  expect((await answer(`${snapshots}/nothing/restore`, { method: 'POST' })).body.error.message).toBe(
    'The lab contoso has no snapshot nothing.',
  )
})

test('health is 503 when a part does not answer, and names it', async () => {
  const { url, parts } = await startControlHost()
  const close = () => Promise.resolve()
  parts.push({ name: 'cloud', close, health: () => Promise.resolve({ ok: true, detail: 'answers' }) })
  expect(await answer(`${url}/lab/v1/health`)).toMatchObject({ status: 200, body: { ok: true } })
  parts.push({ name: 'directory', close, health: () => Promise.reject(new Error('connection refused')) })
  const { status, body } = await answer(`${url}/lab/v1/health`)
  expect(status).toBe(503)
  expect(body.labs[0].parts).toContainEqual({ name: 'directory', ok: false, detail: 'connection refused' })
})

const clock = '/lab/v1/labs/contoso/clock'
const refused: [string, string, RequestInit | undefined, number, string, RegExp][] = [
  ['malformed JSON', clock, json('{"advance":'), 400, 'LabRequestInvalid', /no JSON/],
  ['an unknown field', clock, json({ advanced: 'PT1H' }), 400, 'LabRequestInvalid', /advanced/],
  [
    'a wrong duration',
    clock,
    json({ advance: 'an hour' }),
    400,
    'LabRequestInvalid',
    /advance: "an hour" is no duration/,
  ],
  ['an empty change', clock, json({}), 400, 'LabRequestInvalid', /one of advance, frozen or rate/],
  [
    'a body that is a form',
    clock,
    { method: 'POST', body: new URLSearchParams({ advance: 'PT1H' }) },
    400,
    'LabRequestInvalid',
    /application\/json/,
  ],
  ['a body too large', clock, json({ advance: 'x'.repeat(400_000) }), 413, 'LabRequestTooLarge', /256 KB/],
  ['an unknown query', '/lab/v1/labs/contoso/events?since=1', undefined, 400, 'LabRequestInvalid', /since/],
  [
    'a number that is none',
    '/lab/v1/labs/contoso/events?after=x',
    undefined,
    400,
    'LabRequestInvalid',
    /after/,
  ],
  ['an unknown lab', '/lab/v1/labs/nowhere/clock', undefined, 404, 'LabNotFound', /nowhere/],
  ['an unknown route', '/lab/v1/labs/contoso/weather', undefined, 404, 'LabRouteUnknown', /GET .*weather/],
  ['another method', clock, { method: 'DELETE' }, 405, 'LabMethodUnknown', /GET, POST/],
  [
    'an unknown scenario',
    '/lab/v1/labs/contoso/scenarios/none',
    undefined,
    404,
    'LabScenarioNotFound',
    /none/,
  ],
  [
    'a lab id with capitals',
    '/lab/v1/labs',
    json({ id: 'Fabrikam' }),
    400,
    'LabRequestInvalid',
    /id: .*lower-case/,
  ],
  [
    'another web site',
    clock,
    json({ advance: 'PT1H' }, { origin: 'https://evil.example' }),
    403,
    'LabSiteForbidden',
    /evil/,
  ],
  ['a broken path', '/lab/v1/labs/%E0%A4%A', undefined, 400, 'LabRequestInvalid', /decode/],
]

test.each(refused)(
  '%s is refused with a code and a sentence, and nothing changes',
  async (_case, path, init, status, code, says) => {
    const { url, lab } = await startControlHost()
    const { status: given, body } = await answer(url + path, init)
    expect([given, body.error.code]).toEqual([status, code])
    expect(body.error.message).toMatch(says)
    expect(lab.journal.events()).toEqual([])
    expect(lab.clock.now()).toBe(Date.parse('2026-01-12T12:00:00Z'))
  },
)

test('a host name that is not the lab’s is not answered, one that was named is', async () => {
  const { url } = await startControlHost()
  expect((await raw(`${url}/lab/v1/labs`, { host: 'rebound.example:8080' })).status).toBe(403)
  expect((await raw(`${url}/lab/v1/labs`, { host: 'hybridlab:8080' })).status).toBe(200)
  expect((await raw(`${url}/lab/v1/labs`, { host: '[::1]:8080' })).status).toBe(200)
  expect((await raw(`${url}/lab/v1/labs`, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('with an admin token only health answers those who do not have it', async () => {
  const adminToken = 'a-token-of-enough-length'
  const { url } = await startControlHost({ host: '0.0.0.0', adminToken })
  expect((await answer(`${url}/lab/v1/labs`)).body.error.code).toBe('LabTokenNeeded')
  expect((await answer(`${url}/lab/v1/labs`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(
    401,
  )
  expect(
    (await answer(`${url}/lab/v1/labs`, { headers: { authorization: `Bearer ${adminToken}` } })).status,
  ).toBe(200)
  expect((await answer(`${url}/lab/v1/health`)).status).toBe(200)
  const session = await answer(`${url}/lab/v1/session`, json({ token: adminToken }))
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await answer(`${url}/lab/v1/labs`, { headers: { cookie } })).status).toBe(200)
  expect((await answer(`${url}/lab/v1/session`, json({ token: 'wrong' }))).status).toBe(401)
})

test('a workstation without a domain controller says so', async () => {
  const { url } = await startControlHost()
  const { status, body } = await answer(
    `${url}/lab/v1/labs/contoso/workstation/logon`,
    json({ user: 'anna', password: 'x' }),
  )
  expect([status, body.error.code]).toEqual([503, 'LabNoWorkstation'])
})

test('the OpenAPI document describes every call with its bodies, the password reset API and Connect included', async () => {
  const { url } = await startControlHost()
  const { body } = await answer(`${url}/lab/v1/openapi.json`)
  expect(body.openapi).toBe('3.1.0')
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([
      '/lab/v1/health',
      '/lab/v1/labs/{lab}/clock',
      '/lab/v1/labs/{lab}/connect/sync',
      '/passwordreset/v1/sessions/{id}/reset',
    ]),
  )
  expect(body.paths['/passwordreset/v1/change'].servers).toEqual([{ url: 'https://localhost:8443' }])
  const { post } = body.paths['/lab/v1/labs/{lab}/clock']
  expect(post.requestBody.content['application/json'].schema.properties.advance).toMatchObject({
    type: 'string',
  })
  const ids = Object.values<Record<string, { operationId?: string }>>(body.paths).flatMap((path) =>
    Object.values(path).flatMap(({ operationId }) => operationId ?? []),
  )
  expect(new Set(ids).size).toBe(ids.length)
})
