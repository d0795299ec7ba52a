import type { Release } from '@sakimori/core/model'
import type { DataTypes, MoRef, RefTo } from '@sakimori/vim25/types'
import type { ApplianceSettings, SsoSettings } from './estate.ts'
import { optionValue, type Plain } from './releases/option-row.ts'
import { vcenterOptionRows } from './releases/vcenter-options.ts'

/** The advanced settings of vCenter Server with what somebody has changed. */
export const defaultVcenterSettings = (
  release: Release,
  changed: Readonly<Record<string, Plain>> = {},
): readonly DataTypes['OptionValue'][] =>
  vcenterOptionRows(release).map((row) => optionValue(row, changed[row.key] ?? row.default))

/** Single Sign-On after an installation: Security Configuration Guide 8.0. */
export const defaultSso: SsoSettings = {
  maxFailedAttempts: 5,
  failedAttemptIntervalSec: 180,
  unlockIntervalSec: 300,
  passwordLifetimeDays: 90,
  passwordMinLength: 8,
  passwordMaxLength: 20,
  passwordMinUpper: 1,
  passwordMinLower: 1,
  passwordMinNumeric: 1,
  passwordMinSpecial: 1,
  passwordMaxIdenticalAdjacent: 3,
  passwordHistory: 5,
}

/** The appliance after an installation, with time servers. */
export const defaultAppliance: ApplianceSettings = {
  ssh: false,
  bashShell: false,
  dcui: true,
  consoleCli: true,
  timeSyncMode: 'NTP',
  ntpServers: ['ntp1.sakimori.example'],
  syslogServers: [],
  tlsProfile: 'COMPATIBLE',
  rootPasswordExpires: true,
  fips: false,
  firewallInbound: [],
}

/** A permission; it goes down to everything below unless said otherwise. */
export const permission = (
  entity: MoRef & RefTo<'ManagedEntity'>,
  principal: string,
  kind: 'user' | 'group',
  roleId: number,
  propagate = true,
): DataTypes['Permission'] => ({
  _typeName: 'Permission',
  entity,
  principal,
  group: kind === 'group',
  roleId,
  propagate,
})
