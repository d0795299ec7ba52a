/** The site's own choices that some controls need; `sakimori.yaml` may set each of them. */
export interface Policy {
  /** Accounts that may stay able to log in to hosts in lockdown mode. */
  readonly lockdownExceptionUsers: readonly string[]
  /** Accounts that may be named in DCUI.Access. */
  readonly dcuiAccessUsers: readonly string[]
  /** Issuers of certificates that the site trusts: text that the issuer's name must contain. Empty: any but self-signed. */
  readonly trustedIssuers: readonly string[]
  /** Days before expiry at which a certificate becomes a finding. */
  readonly certificateDaysLeft: number
  /** Native VLANs of the physical switches; VMs do not belong there. */
  readonly nativeVlans: readonly number[]
  /** VLAN ids that the physical switches keep for themselves. */
  readonly reservedVlans: readonly number[]
  /** Firewall rule sets that may stay open to every address. */
  readonly openRulesets: readonly string[]
}

/** The choices that hold where the site says nothing. */
export const defaultPolicy: Policy = {
  lockdownExceptionUsers: [],
  dcuiAccessUsers: ['root'],
  trustedIssuers: [],
  certificateDaysLeft: 30,
  nativeVlans: [1],
  reservedVlans: [],
  openRulesets: [],
}
