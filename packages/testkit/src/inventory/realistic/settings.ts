import type { OptionType } from '../value.ts'
import type { EstateRelease } from './releases.ts'

/** An advanced option as a test sets it: a value of the option's known type, a typed one, or null to leave it out. */
export type OptionSetting =
  | string
  | number
  | boolean
  | null
  | { readonly type: OptionType; readonly value: string | number | boolean }

/** The three security settings of a switch or port group; undefined: inherited (null on the wire of a standard one). */
export type SecuritySettings = {
  readonly allowPromiscuous?: boolean | undefined
  readonly macChanges?: boolean | undefined
  readonly forgedTransmits?: boolean | undefined
}

/** A port group of a standard switch. */
export type StandardPortgroup = {
  readonly vlanId: number
  readonly vswitch: string
  readonly security?: SecuritySettings
}

/** A VMkernel adapter: its port group on a standard switch, its address and the traffic it carries. */
export type Vnic = { readonly portgroup: string; readonly ip: string; readonly traffic: readonly string[] }

/** Who may reach the services behind a rule set of the ESX firewall. */
export type RulesetSettings = {
  readonly enabled?: boolean
  readonly allIp?: boolean
  readonly addresses?: readonly string[]
  readonly networks?: readonly `${string}/${number}`[]
}

/** Everything about a host that a test can set. */
export type HostSettings = {
  readonly release: EstateRelease
  readonly options: Readonly<Record<string, OptionSetting>>
  readonly lockdownMode: 'lockdownDisabled' | 'lockdownNormal' | 'lockdownStrict'
  readonly services: Readonly<
    Record<string, { readonly running?: boolean; readonly policy?: 'on' | 'off' | 'automatic' }>
  >
  readonly firewall: {
    readonly incomingBlocked: boolean
    readonly outgoingBlocked: boolean
    readonly rulesets: Readonly<Record<string, RulesetSettings>>
  }
  readonly domain: string | undefined
  readonly ntpServers: readonly string[]
  readonly certificatePem: string | undefined
  readonly vswitches: Readonly<Record<string, Required<SecuritySettings>>>
  readonly portgroups: Readonly<Record<string, StandardPortgroup>>
  readonly vnics: Readonly<Record<string, Vnic>>
}

/** A change to a host's settings; the maps in it are merged entry by entry. */
export type HostTuning = Partial<Omit<HostSettings, 'firewall'>> & {
  readonly firewall?: Partial<HostSettings['firewall']>
}

/** The VLANs of a distributed port group. */
export type VlanSettings =
  | 'inherit'
  | { readonly vlanId: number }
  | { readonly trunk: readonly (readonly [number, number])[] }
  | { readonly pvlanId: number }

/** A distributed port group. */
export type PortgroupSettings = {
  readonly vlan: VlanSettings
  readonly security: SecuritySettings
  readonly macLearning: boolean | undefined
  /** The `*OverrideAllowed` flags that are true. */
  readonly overrides: readonly string[]
}

/** The distributed switch. */
export type SwitchSettings = {
  readonly security: Required<SecuritySettings>
  readonly macLearning: boolean
  readonly mtu: number
  readonly discovery: {
    readonly protocol: 'cdp' | 'lldp'
    readonly operation: 'none' | 'listen' | 'advertise' | 'both'
  }
  readonly healthCheck: boolean
  readonly ipfixCollector: string | undefined
  /** Whether `macManagementPolicy` is there: it came with 6.7. By default it follows the release. */
  readonly macManagement: boolean
}

/** A device that can be plugged in and out while the VM runs. */
export type Connectable = {
  readonly connected: boolean
  readonly startConnected: boolean
  readonly allowGuestControl: boolean
}

/** Everything about a VM that a test can set; a device is there when it is not undefined. */
export type VmSettings = {
  readonly extraConfig: Readonly<Record<string, string | null>>
  readonly portgroup: string
  readonly firmware: 'bios' | 'efi'
  readonly secureBoot: boolean
  readonly logging: boolean
  readonly migrateEncryption: 'disabled' | 'opportunistic' | 'required'
  readonly ftEncryption: 'ftEncryptionDisabled' | 'ftEncryptionOpportunistic' | 'ftEncryptionRequired'
  readonly diskMode: 'persistent' | 'independent_persistent' | 'independent_nonpersistent'
  readonly cdrom: Connectable | undefined
  readonly floppy: Connectable | undefined
  readonly serial: Connectable | undefined
  readonly parallel: Connectable | undefined
  readonly usb: boolean
}

/** What to write. `host`, `vm` and `portgroup` set all of a kind, `hosts`, `vms` and `portgroups` single ones by name. */
export type RealisticOptions = {
  readonly release?: EstateRelease
  readonly host?: HostTuning
  readonly hosts?: Readonly<Record<string, HostTuning>>
  readonly vm?: Partial<VmSettings>
  readonly vms?: Readonly<Record<string, Partial<VmSettings>>>
  readonly switch?: Partial<SwitchSettings>
  readonly portgroup?: Partial<PortgroupSettings>
  readonly portgroups?: Readonly<Record<string, Partial<PortgroupSettings>>>
  readonly vcenterOptions?: Readonly<Record<string, OptionSetting>>
}
