import type { CertificateMaker, CertificateWish } from '../estate/build/host.ts'
import { signedBytes, type Authority, type Credential } from './authority.ts'

const day = 86_400_000

/**
 * The certificates of hosts, made when they are first asked for: the same name gets the same one, so that what a host's door
 * shows in a handshake is what its configuration says.
 */
export class HostCertificates {
  readonly #authority: Authority
  readonly #now: Date
  readonly #made = new Map<string, Credential>()

  constructor(authority: Authority, now: Date) {
    this.#authority = authority
    this.#now = now
  }

  /** For an estate: `config.certificate` as signed bytes. */
  get maker(): CertificateMaker {
    return (name, wish) => signedBytes(this.credentialOf(name, wish).cert)
  }

  credentialOf(name: string, wish: CertificateWish = {}): Credential {
    const known = this.#made.get(name)
    if (known !== undefined) return known
    const subject = wish.madeOutTo ?? name
    const validTo = wish.validTo === undefined ? new Date(this.#now.getTime() + 1500 * day) : new Date(wish.validTo)
    const { keyBits, signature, selfSigned } = wish
    const made = this.#authority.issue({
      commonName: subject,
      names: [subject],
      organization: 'VMware',
      // Five years before its end, as VMCA gives them.
      validFrom: new Date(Math.min(validTo.getTime() - 1825 * day, this.#now.getTime() - day)),
      validTo,
      ...(keyBits !== undefined && { keyBits }),
      ...(signature !== undefined && { signature }),
      ...(selfSigned !== undefined && { selfSigned }),
    })
    this.#made.set(name, made)
    return made
  }
}
