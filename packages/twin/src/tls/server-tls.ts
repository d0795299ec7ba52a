import { DEFAULT_CIPHERS, type SecureVersion } from 'node:tls'
import { Authority, type Credential } from './authority.ts'

const day = 86_400_000

/** What a server asks of those who connect, beside its certificate. */
export interface TlsLimits {
  readonly minVersion: SecureVersion
  /** OpenSSL's list; undefined = what the runtime offers. */
  readonly ciphers?: string
}

/** What a server asks for that nobody set up otherwise. */
export const modernLimits: TlsLimits = { minVersion: 'TLSv1.2' }

/**
 * What Node's listener is given. OpenSSL's own ideas of what is too weak are switched off: a twin shows the short keys and the
 * old hashes of the server that it stands for, and it is the limits that keep anything out.
 */
export const listenerOf = (credential: Credential, { minVersion, ciphers = DEFAULT_CIPHERS }: TlsLimits) => ({
  ...credential,
  minVersion,
  ciphers: `${ciphers}:@SECLEVEL=0`,
})

/**
 * The certificate and the TLS parameters of a listening server. What is changed here holds for connections that come
 * afterwards.
 */
export class ServerTls {
  #authority: Authority | undefined
  #credential: Credential | undefined
  #signer: Credential | undefined
  #limits: TlsLimits = modernLimits
  #apply: ((credential: Credential, limits: TlsLimits) => void) | undefined

  /** Called by the endpoint that listens. */
  attach(credential: Credential, apply: (credential: Credential, limits: TlsLimits) => void): void {
    this.#credential = credential
    this.#apply = apply
    apply(credential, this.#limits)
  }

  /** The authority that signs for this server, as VMCA does for a vCenter Server. */
  set authority(authority: Authority) {
    this.#authority = authority
  }

  /** The same; a server that was opened without one makes it now. */
  async authorityAt(now: Date): Promise<Authority> {
    return (this.#authority ??= await Authority.create(now))
  }

  /** The certificate and key with which the token service signs. */
  async signer(now: Date): Promise<Credential> {
    const authority = await this.authorityAt(now)
    return (this.#signer ??= authority.issue({
      commonName: 'ssoserverSign',
      validFrom: new Date(now.getTime() - day),
      validTo: new Date(now.getTime() + 3650 * day),
    }))
  }

  /** Undefined for a server of plain HTTP. */
  get credential(): Credential | undefined {
    return this.#credential
  }

  use(credential: Credential): void {
    this.#credential = credential
    this.#renew()
  }

  limit(limits: TlsLimits): void {
    this.#limits = limits
    this.#renew()
  }

  #renew(): void {
    if (this.#credential !== undefined) this.#apply?.(this.#credential, this.#limits)
  }
}
