import type { DataTypes } from '@sakimori/vim25/types'
import type { MissingNote } from '@sakimori/core/model'
import type { AnyObject, MoRef } from '@sakimori/vim25'
import type { NewSession } from '../session/sessions.ts'

/**
 * What a twin is made of: everything that is stored, nothing that a server computes. The twin itself answers what follows
 * from it (childEntity, host, vm, summary, configManager and the managers behind it, permission, recentTask, …): see
 * `computed/`.
 */
export interface Estate {
  /** For people: 'Sakimori Demo 株式会社'. */
  readonly name: string
  readonly kind: 'vcenter' | 'esx'
  /** `about.apiVersion` is the API id that the twin speaks, such as '8.0.3.0'. */
  readonly about: DataTypes['AboutInfo']
  /** The root folder ('group-d1', of a lone host 'ha-folder-root'). */
  readonly rootFolder: MoRef<'Folder'>
  /** vCenter Server's own advanced settings; empty for a lone host, whose settings are its HostSystem's config.option. */
  readonly settings: readonly DataTypes['OptionValue'][]
  readonly extensions: readonly DataTypes['Extension'][]
  /** Custom roles; the system roles (-1 Admin … ) and the sample roles come with the twin unless `rolesAreAll`. */
  readonly roles: readonly DataTypes['AuthorizationRole'][]
  readonly rolesAreAll?: boolean
  /** Permissions on entities (`entity` is set). */
  readonly permissions: readonly DataTypes['Permission'][]
  /** The alarms that are defined; none on a lone host. */
  readonly alarms?: readonly EstateAlarm[]
  /** Logins that its events tell of: by whom, on which day, how many. */
  readonly pastLogins?: readonly { readonly userName: string; readonly day: string; readonly logins: number }[]
  /** Sessions that were open when it started. */
  readonly sessions?: readonly Pick<NewSession, 'name' | 'userAgent' | 'ipAddress'>[]
  /** Who can log in to vCenter Server; those of a host are in its state. */
  readonly users: readonly EstateUser[]
  /** What cannot be read of the server's own managers: 'OptionManager.setting', 'AuthorizationManager.RetrieveAllPermissions()'. */
  readonly withheld?: Readonly<Record<string, AnyObject>>
  readonly sso?: SsoSettings
  readonly appliance?: ApplianceSettings
  /** What cannot be read over REST or of single sign-on, by the snapshot's paths: 'rest:/api/appliance/access/ssh', 'sso:lockoutPolicy'. */
  readonly refused?: Refusals
  /** In any order in which an object comes after its parent. May be called more than once; gives equal objects each time. */
  readonly objects: () => Iterable<EstateObject>
}

export interface EstateObject {
  readonly ref: MoRef
  /**
   * Values by property name of the managed type ('config', 'runtime', 'parent'), decoded as the vim25 client decodes them:
   * data objects with `_typeName`, numbers of an anyType boxed, unset = absent. They are never changed in place.
   */
  readonly properties: Readonly<Record<string, unknown>>
  /**
   * For large estates: gives a property that is not in `properties`, each time that it is read, until something writes it.
   * It must answer the same each time. `lazyProperties` names what it can give.
   */
  readonly lazy?: (property: string) => unknown
  readonly lazyProperties?: readonly string[]
  /** What only methods show. */
  readonly state?: HostState | SwitchState
  /**
   * What cannot be read of the object, with the fault that a reader gets: by property path ('config.option') or call
   * ('HostAccessManager.QueryLockdownExceptions()', 'FetchDVPorts()'). A snapshot knows such; a write ends it.
   */
  readonly withheld?: Readonly<Record<string, AnyObject>>
}

/** An alarm definition, and the object that it watches with everything below. */
export type EstateAlarm = Pick<DataTypes['AlarmInfo'], 'name' | 'enabled' | 'expression'> & { readonly entity: MoRef }

export interface EstateUser {
  /** 'administrator@vsphere.local', 'CORP\\backup' */
  readonly name: string
  readonly password: string
  readonly groups?: readonly string[]
  readonly fullName?: string
  /** Whether SSO refuses it whatever the password. */
  readonly disabled?: boolean
  readonly description?: string
  /** May do everything, without a permission that others would see: who works on a twin of somebody's estate. */
  readonly operator?: boolean
}

/** What a host keeps besides its HostConfigInfo. */
export interface HostState {
  /** QueryLockdownExceptions. */
  readonly lockdownExceptions?: readonly string[]
  /** HostImageConfigGetAcceptance: 'vmware_certified' | 'vmware_accepted' | 'partner' | 'community'. */
  readonly acceptanceLevel?: string
  readonly accounts?: readonly LocalAccount[]
  /** Managers that the host does not offer: fields of HostConfigManager. */
  readonly without?: readonly string[]
  /** fetchSoftwarePackages: of the image that is loaded. */
  readonly packages?: readonly DataTypes['SoftwarePackage'][]
  /** The image that was installed and that the next start loads; null once it has. */
  readonly stagedImage?: {
    readonly product: DataTypes['AboutInfo']
    readonly packages: readonly DataTypes['SoftwarePackage'][]
  } | null
  readonly commandLine?: CommandLineState
  /** Permissions on its root folder that are not an account's role: those of domain users and groups. */
  readonly permissions?: readonly Omit<DataTypes['Permission'], 'entity'>[]
  /** QuerySystemUsers, besides dcui and vpxuser. */
  readonly systemUsers?: readonly string[]
  /**
   * `summary.config.sslThumbprint`, which vCenter Server recorded when it connected to the host; '' = nothing, undefined = that
   * of the certificate.
   */
  readonly recordedThumbprint?: string | undefined
  /** ListCACertificates and ListCACertificateRevocationLists, PEM. */
  readonly caCertificates?: readonly string[]
  readonly caRevocationLists?: readonly string[]
  /** QueryConfiguredModuleOptionString by module; it takes effect when the host starts. */
  readonly moduleOptions?: Readonly<Record<string, string>>
  /** The options that modules were loaded with, by module. */
  readonly loadedModuleOptions?: Readonly<Record<string, string>>
  /** HostSnmpSystem.configuration. */
  readonly snmp?: DataTypes['HostSnmpConfigSpec']
  /** By how much its clock differs from the twin's. */
  readonly clockOffsetMs?: number
}

/** What only esxcli shows and sets; what is absent is as an installation of the release leaves it. */
export interface CommandLineState {
  readonly firewallEnabled?: boolean
  /** Settings of the SSH server by key: 'banner', 'ciphers' (8.0 and later). */
  readonly sshServer?: Readonly<Record<string, string>>
  /** The public keys with which root may log in over SSH. */
  readonly rootKeys?: readonly string[]
  readonly sshFips?: boolean
  readonly proxyFips?: boolean
  readonly keyPersistence?: boolean
  readonly logFiltering?: boolean
  /** 'COMPATIBLE', 'NIST_2024' (8.0 U3 and later): what is set, and what the host started with. */
  readonly tlsProfile?: string
  readonly bootTlsProfile?: string
  /** Of hosts whose API does not show `runtime.stateEncryption` yet (before 7.0 U3). */
  readonly stateEncryption?: DataTypes['HostRuntimeInfoStateEncryptionInfo']
  /** What commands of a recorded host answered, by `commandKey`; it holds until a command of the same namespace changes something. */
  readonly answers?: Readonly<Record<string, CommandAnswer>>
}

/** Rows of texts by column, or the fault that came instead. */
export type CommandAnswer =
  | { readonly rows: readonly Readonly<Record<string, string | readonly string[]>>[] }
  | { readonly fault: AnyObject }

/** An account of an ESX host: 'root', 'dcui', 'vpxuser' and those that somebody made. */
export interface LocalAccount {
  readonly name: string
  readonly password: string
  readonly fullName?: string
  readonly shellAccess?: boolean
  /** Its role on the host's root folder: -1 Admin, -2 ReadOnly, -5 NoAccess; absent = no permission was given. */
  readonly roleId?: number
  readonly posixId?: number
  /** The newest first, for Security.PasswordHistory. */
  readonly formerPasswords?: readonly string[]
}

/** What a distributed switch keeps besides its config. */
export interface SwitchState {
  /** FetchDVPorts. */
  readonly ports: readonly DataTypes['DistributedVirtualPort'][]
}

/** Why another interface than vim25 refuses something, as a snapshot notes it. */
export type Refusals = Readonly<Record<string, MissingNote>>

/** The password and lock-out policies of vCenter Single Sign-On. */
export interface SsoSettings {
  readonly maxFailedAttempts: number
  readonly failedAttemptIntervalSec: number
  readonly unlockIntervalSec: number
  readonly passwordLifetimeDays: number
  readonly passwordMinLength: number
  readonly passwordMaxLength: number
  readonly passwordMinUpper: number
  readonly passwordMinLower: number
  readonly passwordMinNumeric: number
  readonly passwordMinSpecial: number
  readonly passwordMaxIdenticalAdjacent: number
  readonly passwordHistory: number
  /** By default the sum of upper and lower case letters that are asked for. */
  readonly passwordMinAlphabetic?: number
  /** What the policies say of themselves. */
  readonly passwordDescription?: string
  readonly lockDescription?: string
  /** The domain of SSO's own users; 'vsphere.local' when absent. */
  readonly domain?: string
  /** Groups of that domain besides those that every installation has. Who is in them, the users say. */
  readonly groups?: readonly SsoGroup[]
  /** Directories that users come from. */
  readonly identitySources?: readonly IdentitySource[]
  /** The Active Directory domain that the appliance has joined, as a source of users (Integrated Windows Authentication). */
  readonly nativeDomain?: { readonly name: string; readonly alias?: string }
  /** How one may log in; passwords and Windows sessions, and no smart cards, when absent. */
  readonly authentication?: AuthenticationPolicy
  /** Whether the accounts of SSO's own Kerberos are disabled (8.0 and later). */
  readonly kerberosAccountsDisabled?: boolean
  /** The domain of a user who names none; the own domain when absent. */
  readonly defaultDomain?: string
  /** Identity providers that vCenter Server is federated with (7.0 and later). */
  readonly identityProviders?: readonly IdentityProvider[]
}

export interface AuthenticationPolicy {
  readonly password: boolean
  readonly windows: boolean
  readonly smartCard: boolean
  /** How it is found out that a smart card was revoked. */
  readonly ocsp?: boolean
  readonly ocspUrl?: string
  /** By the list that the card's own certificate names. */
  readonly certificateCrl?: boolean
  readonly crlUrl?: string
}

export interface SsoGroup {
  readonly name: string
  readonly description?: string
  /** Groups that are in it: 'Administrators' of the own domain, 'CORP\\vSphere Admins'. */
  readonly groups?: readonly string[]
  /** Users that are in it and cannot log in to the twin: a snapshot names members, and knows no password. */
  readonly users?: readonly string[]
}

/** A directory server. */
export interface IdentitySource {
  /** 'corp.example' */
  readonly name: string
  readonly alias?: string
  readonly type: 'ActiveDirectory' | 'OpenLdap'
  readonly friendlyName: string
  readonly userBaseDn: string
  readonly groupBaseDn: string
  /** 'ldaps://dc1.corp.example:636' */
  readonly primaryUrl: string
  readonly failoverUrl?: string
  /** The account that vCenter Server asks with. */
  readonly userName: string
}

/** As `/api/vcenter/identity/providers` shows it. */
export interface IdentityProvider {
  readonly provider: string
  readonly name: string
  readonly configTag: 'Oauth2' | 'Oidc'
  readonly isDefault: boolean
  readonly domainNames: readonly string[]
  readonly discoveryEndpoint?: string
  readonly clientId?: string
}

/** Settings of the vCenter appliance that only its REST interface shows. */
export interface ApplianceSettings {
  /** What the appliance of a snapshot said of its own version; it follows from `about` when absent. */
  readonly systemVersion?: Readonly<Record<string, unknown>>
  readonly ssh: boolean
  readonly bashShell: boolean
  readonly dcui: boolean
  readonly consoleCli: boolean
  readonly timeSyncMode: 'DISABLED' | 'NTP' | 'HOST'
  readonly ntpServers: readonly string[]
  readonly syslogServers: readonly LogReceiver[]
  /** 'COMPATIBLE' | 'NIST_2024' | 'MANUAL' … (8.0 U3 and later). */
  readonly tlsProfile: string
  readonly rootPasswordExpires: boolean
  readonly fips: boolean
  readonly firewallInbound: readonly InboundRule[]
  /** Seconds for which the shell stays open; 0 = it is not limited. */
  readonly shellTimeout?: number
  /** What new passwords of local accounts follow: days. 90, 0 and 7 when absent; null = no limit. */
  readonly passwordPolicy?: {
    readonly maxDays?: number | null
    readonly minDays?: number | null
    readonly warnDays?: number | null
  }
  /** RFC 3339; ten days before the twin's start when absent. */
  readonly rootPasswordChanged?: string
  /** The oldest version of TLS that is accepted, where somebody let it with the TLS reconfiguration utility (6.5 to 8.0 U2). */
  readonly oldestTls?: 'TLSv1' | 'TLSv1.1'
  /** TLS parameters that somebody set by hand; they hold while `tlsProfile` is 'MANUAL'. */
  readonly tlsManual?: TlsParameters
  readonly backupSchedules?: Readonly<Record<string, BackupSchedule>>
  /** Services of the appliance that somebody stopped. */
  readonly stoppedServices?: readonly string[]
  /** Updates that the appliance knows of and that are not installed. */
  readonly pendingUpdates?: readonly PendingUpdate[]
  readonly proxies?: Readonly<Partial<Record<'http' | 'https' | 'ftp', Proxy>>>
  readonly noProxy?: readonly string[]
  /** PEM of authorities that somebody made the server trust, besides its own. */
  readonly trustedRoots?: readonly string[]
  /** Whether those are all that the server says it trusts: of a snapshot, whose server had an authority of its own. */
  readonly rootsAreAll?: boolean
  readonly libraries?: readonly ContentLibrary[]
  readonly keyProviders?: readonly KeyProvider[]
}

export interface LogReceiver {
  readonly hostname: string
  readonly port: number
  readonly protocol: 'TLS' | 'UDP' | 'TCP'
}

export interface InboundRule {
  readonly address: string
  readonly prefix: number
  readonly policy: 'IGNORE' | 'ACCEPT' | 'REJECT' | 'RETURN'
  /** Absent or '' = all. */
  readonly interfaceName?: string
}

export interface TlsParameters {
  readonly protocolVersions: readonly { readonly version: string; readonly ciphers: readonly string[] }[]
  readonly curves: readonly string[]
  readonly fipsEnforced: boolean
}

export interface BackupSchedule {
  readonly parts: readonly string[]
  readonly location: string
  readonly locationUser?: string
  readonly enable: boolean
  /** Whether backups are encrypted with a password; the API never shows it. */
  readonly encrypted: boolean
  readonly recurrence?: { readonly minute: number; readonly hour: number; readonly days?: readonly string[] }
  readonly maxCount?: number
}

export interface PendingUpdate {
  readonly version: string
  readonly description: string
  readonly severity: 'CRITICAL' | 'IMPORTANT' | 'MODERATE' | 'LOW'
  readonly releaseDate: string
}

export interface Proxy {
  readonly enabled: boolean
  readonly server: string
  readonly port: number
  readonly userName?: string
}

export interface ContentLibrary {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly type: 'LOCAL' | 'SUBSCRIBED'
  readonly published?: boolean
  /** Whether subscribers must give a password. */
  readonly authentication?: 'NONE' | 'BASIC'
  /** The policy by which OVF templates are verified. */
  readonly securityPolicyId?: string
}

export interface KeyProvider {
  readonly provider: string
  readonly type: 'NATIVE' | 'KMIP'
  /** Of a native one: whether it was never backed up, so that hosts do not use it. */
  readonly exportRequired: boolean
  readonly keyId?: string
}
