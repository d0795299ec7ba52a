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
  /** Addresses that a distributed switch may send NetFlow records to. */
  readonly netflowCollectors: readonly string[]
  /** Names of the port mirroring sessions that the site has approved. */
  readonly mirrorSessions: readonly string[]
  /** Firewall rule sets that may stay open to every address. */
  readonly openRulesets: readonly string[]
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, step) => first + step)

/** What switches of the commonest vendor keep for themselves: 1001–1024 (Catalyst), 3968–4047 (Nexus), 4094 (both). */
const vendorReserved = [...range(1001, 1024), ...range(3968, 4047), 4094]

/** The choices that hold where the site says nothing. */
export const defaultPolicy: Policy = {
  lockdownExceptionUsers: [],
  dcuiAccessUsers: ['root'],
  trustedIssuers: [],
  certificateDaysLeft: 30,
  nativeVlans: [1],
  reservedVlans: vendorReserved,
  netflowCollectors: [],
  mirrorSessions: [],
  openRulesets: [],
}
