/** The certificate in which a signing key is published (`x5c`). */
import 'reflect-metadata'
import { type KeyObject, randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as never)

export async function selfSigned(privateKey: KeyObject, publicKey: KeyObject): Promise<x509.X509Certificate> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const usage = (key: KeyObject, format: 'pkcs8' | 'spki', use: 'sign' | 'verify') =>
    webcrypto.subtle.importKey(format, key.export({ format: 'der', type: format }), algorithm, true, [use])
  const keys = {
    privateKey: await usage(privateKey, 'pkcs8', 'sign'),
    publicKey: await usage(publicKey, 'spki', 'verify'),
  }
  return x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(12).toString('hex'),
    name: 'CN=accounts.accesscontrol.windows.net',
    // Wide enough for any lab clock: a host's keys outlive every lab.
    notBefore: new Date('2000-01-01T00:00:00Z'),
    notAfter: new Date('2099-12-31T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
  })
}
