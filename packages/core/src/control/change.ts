import type { MoRef } from '../model/index.ts'
import type { Scalar } from './expectation.ts'

/** The settings that a repair can write; one driver, one projection and one inverse per kind. */
export type ChangeKind =
  | 'hostOption'
  | 'vcenterOption'
  | 'vmOption'
  | 'vmConsoleConnections'
  | 'vmSetting'
  | 'serviceRunning'
  | 'servicePolicy'
  | 'lockdownMode'
  | 'lockdownExceptions'
  | 'firewallDefaultPolicy'
  | 'switchSecurity'
  | 'portgroupSecurity'
  | 'dvPortgroupSecurity'
  | 'dvPortgroupOverride'
  | 'dvSwitchSecurity'
  | 'deviceConnection'
  | 'applianceSetting'
  | 'ssoPolicy'
  | 'esxcliSwitch'
  | 'sshServerSetting'

/** What is written: one value, a list, or nothing (`undefined` means *unset*, absence included). */
export type ChangeValue = Scalar | readonly string[] | undefined

/** A wanted effect on one setting of one object, as a plain value: it can be printed, rehearsed, reviewed, reversed. */
export interface Change {
  readonly kind: ChangeKind
  readonly ref: MoRef
  /** The part of the object: name of a standard switch or port group, key of a device or service. */
  readonly part?: string
  /** The setting within the kind: an option's key, `allowPromiscuous`, `startConnected`. */
  readonly field: string
  /** As observed when the change was planned; apply refuses if the live value differs. */
  readonly from: ChangeValue
  readonly to: ChangeValue
}

/** What a repair does to running work. */
export type Disruption = 'none' | 'network' | 'access' | 'powerCycle' | 'maintenanceMode' | 'reboot'

/** The change that takes another one back. */
export function inverse(change: Change): Change {
  return { ...change, from: change.to, to: change.from }
}
