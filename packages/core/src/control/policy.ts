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
  /** The only rule sets that may be open. Empty: any but those that daily work never needs. */
  readonly allowedRulesets: readonly string[]
  /** Domains of vCenter Single Sign-On itself; that of its first administrator counts as well. */
  readonly ssoDomains: readonly string[]
  /** Users and groups that may hold wide rights: at the root, or over a whole site. `DOMAIN\\name` or `name@domain`. */
  readonly approvedPrincipals: readonly string[]
  /** Accounts of software, which may hold permissions in their own name. */
  readonly serviceAccounts: readonly string[]
  /** Users and groups that may encrypt and decrypt. */
  readonly cryptoPrincipals: readonly string[]
  /** Roles, by their internal names, that may hold cryptographic privileges besides Administrator. */
  readonly cryptoRoles: readonly string[]
  /** Keys of extensions of vCenter Server that the site has approved; one that ends in `*` approves all that begin so. */
  readonly extensions: readonly string[]
  /** Events that must raise an alarm: types of the API, or ids such as `esx.audit.ssh.enabled`. */
  readonly alarmEvents: readonly string[]
  /** On how many days of a month the built-in administrator may log in before that counts as daily work. */
  readonly emergencyLoginDays: number
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
  allowedRulesets: [],
  ssoDomains: ['vsphere.local'],
  approvedPrincipals: [],
  serviceAccounts: [],
  cryptoPrincipals: [],
  // What newer releases come with.
  cryptoRoles: ['NoTrustedAdmin', 'TrustedAdmin', 'vCLSAdmin', 'vSphereKubernetesManager'],
  // The vendor's own. Whoever may register an extension may choose its key: a name proves nothing.
  extensions: ['com.vmware.*', 'com.broadcom.*', 'VirtualCenter', 'hostdiag', 'cim-ui', 'health-ui'],
  alarmEvents: ['esx.audit.lockdownmode.disabled', 'esx.audit.ssh.enabled', 'esx.audit.shell.enabled'],
  emergencyLoginDays: 3,
}
