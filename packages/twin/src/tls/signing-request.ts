import { KeyObject, webcrypto } from 'node:crypto'
import { Attribute, CertificationRequest, CryptoEngine, Extension, Extensions, GeneralNames } from 'pkijs'
import { pem, toGeneralName } from './authority.ts'
import { distinguishedName, nameOids, type NameParts } from './distinguished-name.ts'

interface SigningRequestWanted {
  readonly subject: NameParts
  /** DNS names and addresses that the certificate is asked to hold. */
  readonly names: readonly string[]
  /** 2048 by default. */
  readonly keyBits?: number
}

/** RFC 2985 §5.4.2, RFC 5280 §4.2.1.6. */
const oids = { extensionRequest: '1.2.840.113549.1.9.14', alternativeNames: '2.5.29.17' }

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** Makes a key pair and a signing request for it (PKCS #10, PEM). */
export async function signingRequest(
  wanted: SigningRequestWanted,
): Promise<{ readonly request: string; readonly key: KeyObject }> {
  const engine = new CryptoEngine({ name: 'sakimori', crypto: webcrypto as never })
  const modulusLength = wanted.keyBits ?? 2048
  const publicExponent = new Uint8Array([1, 0, 1])
  const keys = await webcrypto.subtle.generateKey({ ...algorithm, modulusLength, publicExponent }, true, [
    'sign',
    'verify',
  ])
  const request = new CertificationRequest()
  request.subject = distinguishedName(wanted.subject)
  request.attributes = wanted.names.length === 0 ? [] : [extensionRequest(wanted.names)]
  await request.subjectPublicKeyInfo.importKey(keys.publicKey, engine)
  await request.sign(keys.privateKey, 'SHA-256', engine)
  const der = new Uint8Array(request.toSchema().toBER(false))
  return { request: pem('CERTIFICATE REQUEST', der), key: KeyObject.from(keys.privateKey) }
}

function extensionRequest(names: readonly string[]): Attribute {
  const list = new GeneralNames({ names: [...new Set(names)].map(toGeneralName) })
  const extension = new Extension({ extnID: oids.alternativeNames, extnValue: list.toSchema().toBER(false) })
  return new Attribute({
    type: oids.extensionRequest,
    values: [new Extensions({ extensions: [extension] }).toSchema()],
  })
}

/** How the parts of a name are called in text (RFC 4514 §3, and OpenSSL's word for the mail address). */
const shortNames: Readonly<Record<string, keyof typeof nameOids>> = {
  C: 'country',
  ST: 'state',
  L: 'locality',
  O: 'organization',
  OU: 'organizationalUnit',
  CN: 'commonName',
  EMAILADDRESS: 'email',
}

/** Reads 'C=US,O=Example\, Inc.,CN=esx01.example'; undefined when a part is unknown, twice there or empty. */
export function readDistinguishedName(text: string): NameParts | undefined {
  const parts: Partial<Record<keyof typeof nameOids, string>> = {}
  for (const part of text.split(/(?<!\\),/)) {
    const [, type = '', value = ''] = /^\s*(\w+)\s*=\s*(.+?)\s*$/s.exec(part) ?? []
    const name = shortNames[type.toUpperCase()]
    if (name === undefined || parts[name] !== undefined) return undefined
    parts[name] = value.replaceAll(String.raw`\,`, ',')
  }
  return parts
}
