/** The federation service's token-signing key and its self-signed certificate, as AD FS makes one at installation. */
import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import type { Instant } from '#core/ports.ts'

export interface TokenSigning {
  /** PKCS #8 PEM. */
  readonly privateKey: string
  /** base64 DER. */
  readonly certificate: string
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}
const yearMs = 365 * 86_400_000

export async function makeTokenSigning(host: string, now: Instant): Promise<TokenSigning> {
  // Loaded late: most labs never federate.
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto as never)
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `01${randomBytes(12).toString('hex')}`,
    name: `CN=ADFS Signing - ${host}`,
    notBefore: new Date(now - yearMs),
    notAfter: new Date(now + 10 * yearMs),
    signingAlgorithm: algorithm,
    keys,
  })
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    privateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    certificate: certificate.toString('base64'),
  }
}
