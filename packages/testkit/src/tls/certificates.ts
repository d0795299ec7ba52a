import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { runCommand } from '../peers/command.ts'
import { requirePeer } from '../peers/table.ts'

/** A key and its certificate, as files and as text. */
export type CertificateFiles = {
  readonly certFile: string
  readonly keyFile: string
  readonly certificatePem: string
  readonly keyPem: string
}

/** A certificate to make. Defaults: EC P-256 with SHA-256, for 127.0.0.1 and localhost, from yesterday for a year. */
export type CertificateSpec = {
  readonly subject?: string
  /** subjectAltName entries: `DNS:esx01.sakimori.test`, `IP:127.0.0.1`; an empty list leaves the extension out. */
  readonly names?: readonly string[]
  readonly key?: 'ec-p256' | 'rsa-1024' | 'rsa-2048'
  readonly digest?: 'sha256' | 'sha1'
  /** Offsets from now in days; both negative for an expired one, both positive for one that is not valid yet. */
  readonly fromDays?: number
  readonly toDays?: number
}

const keyArgs = {
  'ec-p256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'rsa-1024': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  'rsa-2048': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const

/** OpenSSL's own time format: YYYYMMDDHHMMSSZ. */
const opensslTime = (days: number): string => {
  const time = new Date(Date.now() + days * 86_400_000)
  return `${time.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')}Z`
}

/**
 * A configuration for `openssl ca`: the one command that can set both dates of a certificate in every OpenSSL 3, and not
 * only its end.
 */
const caConfig = (dir: string, digest: string, extensions: readonly string[]): string => `
[ca]
default_ca = it
[it]
new_certs_dir = ${dir}
database = ${join(dir, 'index.txt')}
rand_serial = yes
default_md = ${digest}
unique_subject = no
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
${extensions.join('\n')}
`

const authorityExtensions = ['basicConstraints = critical, CA:TRUE', 'keyUsage = critical, keyCertSign, cRLSign']

/** A test certificate authority in a folder of its own. */
export class CertificateAuthority {
  readonly dir: string
  readonly root: CertificateFiles
  readonly #openssl: string

  constructor(dir: string, root: CertificateFiles, openssl: string) {
    this.dir = dir
    this.root = root
    this.#openssl = openssl
  }

  /** Issues a certificate; `name` names its files in the folder. */
  async issue(name: string, spec: CertificateSpec = {}): Promise<CertificateFiles> {
    const names = spec.names ?? ['DNS:localhost', 'IP:127.0.0.1']
    const extensions = ['basicConstraints = critical, CA:FALSE', 'extendedKeyUsage = serverAuth']
    if (names.length > 0) extensions.push(`subjectAltName = ${names.join(', ')}`)
    return await sign(this.#openssl, this.dir, name, spec, extensions, this.root)
  }

  /** An authority below this one, in the same folder. */
  async issueAuthority(name: string): Promise<CertificateAuthority> {
    const spec = { subject: name, key: 'rsa-2048', toDays: 1000 } as const
    const made = await sign(this.#openssl, this.dir, name, spec, authorityExtensions, this.root)
    return new CertificateAuthority(this.dir, made, this.#openssl)
  }

  /** A certificate that signed itself, as a host has before anybody cares. */
  async issueSelfSigned(name: string, spec: CertificateSpec = {}): Promise<CertificateFiles> {
    const names = spec.names ?? ['DNS:localhost', 'IP:127.0.0.1']
    return await sign(this.#openssl, this.dir, name, spec, [`subjectAltName = ${names.join(', ')}`], undefined)
  }
}

const sign = async (
  openssl: string,
  dir: string,
  name: string,
  { subject = name, key = 'ec-p256', digest = 'sha256', fromDays = -1, toDays = 365 }: CertificateSpec,
  extensions: readonly string[],
  issuer: CertificateFiles | undefined,
): Promise<CertificateFiles> => {
  const keyFile = join(dir, `${name}.key`)
  const certFile = join(dir, `${name}.pem`)
  const requestFile = join(dir, `${name}.csr`)
  const configFile = join(dir, `${name}.cnf`)
  await writeFile(configFile, caConfig(dir, digest, extensions))
  await writeFile(join(dir, 'index.txt'), '')
  await runCommand(openssl, ['genpkey', ...keyArgs[key], '-out', keyFile])
  await runCommand(openssl, ['req', '-new', '-key', keyFile, '-subj', `/CN=${subject}`, '-out', requestFile])
  const dates = ['-startdate', opensslTime(fromDays), '-enddate', opensslTime(toDays)]
  const signer =
    issuer === undefined ? ['-selfsign', '-keyfile', keyFile] : ['-cert', issuer.certFile, '-keyfile', issuer.keyFile]
  const files = ['-in', requestFile, '-out', certFile, '-notext', '-batch']
  await runCommand(openssl, ['ca', '-config', configFile, ...signer, ...dates, ...files], {})
  const [certificatePem, keyPem] = [await readFile(certFile, 'utf8'), await readFile(keyFile, 'utf8')]
  return { certFile, keyFile, certificatePem, keyPem }
}

/** Makes a certificate authority in a folder; needs the openssl program. */
export const makeCertificateAuthority = async (dir: string): Promise<CertificateAuthority> => {
  const openssl = requirePeer('openssl')
  await mkdir(dir, { recursive: true })
  const root = await sign(
    openssl,
    dir,
    'ca',
    { subject: 'Sakimori Test CA', key: 'rsa-2048', toDays: 3650 },
    authorityExtensions,
    undefined,
  )
  return new CertificateAuthority(dir, root, openssl)
}

/** The certificates that controls about certificates are tested with, by what is the matter with each. */
export const certificateCases = {
  good: {},
  wrongName: { names: ['DNS:other.sakimori.test'] },
  noNames: { names: [] },
  expired: { fromDays: -400, toDays: -30 },
  notYetValid: { fromDays: 30, toDays: 400 },
  weakKey: { key: 'rsa-1024' },
  weakSignature: { digest: 'sha1' },
} as const satisfies Record<string, CertificateSpec>

export type CertificateCase = keyof typeof certificateCases

/** Makes an authority and one certificate of it for each case, plus a self-signed one. */
export const makeCertificates = async (
  dir: string,
): Promise<Record<CertificateCase | 'ca' | 'selfSigned', CertificateFiles>> => {
  const authority = await makeCertificateAuthority(dir)
  const issue = (name: CertificateCase): Promise<CertificateFiles> =>
    authority.issue(name, { subject: '127.0.0.1', ...certificateCases[name] })
  return {
    ca: authority.root,
    selfSigned: await authority.issueSelfSigned('selfSigned', { subject: '127.0.0.1' }),
    good: await issue('good'),
    wrongName: await issue('wrongName'),
    noNames: await issue('noNames'),
    expired: await issue('expired'),
    notYetValid: await issue('notYetValid'),
    weakKey: await issue('weakKey'),
    weakSignature: await issue('weakSignature'),
  }
}
