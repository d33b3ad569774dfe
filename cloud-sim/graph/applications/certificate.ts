/** Certificates as Graph takes them: base64 of DER, or of PEM. */
import { createHash, X509Certificate } from 'node:crypto'

export interface ReadCertificate {
  readonly subject: string
  readonly validFrom: number
  readonly validTo: number
  /** base64 of the SHA-1 thumbprint, which is the customKeyIdentifier where nobody gave one. */
  readonly thumbprint: string
}

/** Undefined for what is no certificate. */
export function certificateOf(key: string): ReadCertificate | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(key, 'base64'))
    return {
      subject: certificate.subject.replaceAll('\n', ', '),
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
      thumbprint: createHash('sha1').update(certificate.raw).digest('base64'),
    }
  } catch {
    return undefined
  }
}
