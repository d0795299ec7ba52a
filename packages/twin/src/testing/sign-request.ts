import { generateKeyPairSync, webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import { Certificate, CertificationRequest, CryptoEngine } from 'pkijs'
import { pem } from '../tls/authority.ts'

const engine = () => new CryptoEngine({ name: 'test', crypto: webcrypto as never })

function read(request: string): CertificationRequest {
  const [, body = ''] = /-----BEGIN CERTIFICATE REQUEST-----([^-]+)-----END/.exec(request) ?? []
  return CertificationRequest.fromBER(Uint8Array.from(Buffer.from(body, 'base64')).buffer)
}

/** Whether a signing request is signed by the key that it asks a certificate for. */
export function verifiesRequest(request: string): Promise<boolean> {
  return read(request).verify(engine())
}

/** What an authority somewhere answers to a signing request: a certificate, as PEM. */
export async function signRequest(
  request: string,
  { days, now }: { readonly days: number; readonly now: Date },
): Promise<string> {
  const { subject, subjectPublicKeyInfo } = read(request)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1js.Integer({ value: 42 })
  certificate.subject = subject
  certificate.issuer = subject
  certificate.notBefore.value = new Date(now.getTime() - 3_600_000)
  certificate.notAfter.value = new Date(now.getTime() + days * 86_400_000)
  certificate.subjectPublicKeyInfo = subjectPublicKeyInfo
  await certificate.sign(key, 'SHA-256', engine())
  return pem('CERTIFICATE', new Uint8Array(certificate.toSchema(true).toBER(false)))
}
