/** A certificate as a client keeps one: key and certificate in one PEM, and the certificate as it is registered. */
import 'reflect-metadata'
import { type KeyPairKeyObjectResult, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

// With the browser’s types in the program its Crypto is another one than Node’s; at run time they are the same.
x509.cryptoProvider.set(webcrypto as never)
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

export async function selfSignedFor({ privateKey, publicKey }: KeyPairKeyObjectResult) {
  const { subtle } = webcrypto
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=client of a test',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2090-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys: {
      privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
      publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
    },
  })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { pem: `${key}\n${certificate.toString('pem')}\n`, der: certificate.toString('base64') }
}
