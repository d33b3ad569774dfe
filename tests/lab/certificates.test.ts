import { X509Certificate } from 'node:crypto'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAuthority, serverNames } from '#lab/certificates.ts'
import { boundPort } from '#lab/http.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

/** What an HTTPS client that trusts the authority gets from 127.0.0.1 under another name. */
function ask(port: number, servername: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, ca, servername, headers: { host: servername } }, (answer) => {
      answer.setEncoding('utf8').on('data', resolve)
    })
      .on('error', reject)
      .end()
  })
}

test('clients that trust the authority accept the server under its names, and under no other', async () => {
  const authority = await openAuthority()
  const credentials = await authority.credentialsFor(serverNames(['dc01.contoso.local', '*.contoso.local']))
  const server = createServer(credentials, (_request, response) => void response.end('hello'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const port = boundPort(server)
  for (const name of [
    'localhost',
    'login.microsoftonline.com',
    'graph.microsoft.com',
    'dc01.contoso.local',
  ]) {
    expect(await ask(port, name, authority.certificate)).toBe('hello')
  }
  await expect(ask(port, 'www.example.com', authority.certificate)).rejects.toThrow(/altnames/)
  await expect(ask(port, 'localhost', (await openAuthority()).certificate)).rejects.toThrow()
})

test('an IP address of loopback is among the names', async () => {
  const authority = await openAuthority()
  const { cert } = await authority.credentialsFor(serverNames())
  expect(new X509Certificate(cert).checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(new X509Certificate(cert).checkIP('::1')).toBe('::1')
})

test('authority and certificates stay the same over restarts, and keys are for the owner alone', async () => {
  const directory = await temporaryDirectory()
  const first = await openAuthority(directory)
  const credentials = await first.credentialsFor(['localhost'])
  const second = await openAuthority(directory)
  expect(second.certificate).toBe(first.certificate)
  expect(await second.credentialsFor(['localhost'])).toEqual(credentials)
  expect((await second.credentialsFor(['other.test'])).cert).not.toBe(credentials.cert)
  for (const file of await readdir(directory))
    expect((await stat(join(directory, file))).mode & 0o077).toBe(0)
})

test('a damaged certificate file is made anew', async () => {
  const directory = await temporaryDirectory()
  const first = await openAuthority(directory)
  await writeFile(
    join(directory, 'ca.pem'),
    '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n',
  )
  const second = await openAuthority(directory)
  expect(second.certificate).not.toBe(first.certificate)
  expect(new X509Certificate(second.certificate).ca).toBe(true)
})

test('processes that begin together agree on one authority', async () => {
  const directory = await temporaryDirectory()
  const begun = await Promise.all([
    openAuthority(directory),
    openAuthority(directory),
    openAuthority(directory),
  ])
  expect(new Set(begun.map(({ certificate }) => certificate)).size).toBe(1)
})
