import type { MissingNote, Snapshot, SnapshotObject } from '@sakimori/core/model'
import { describePath, type AnyObject, type MoRef } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { commandLineOf } from './command-line.ts'
import type { Estate, EstateAlarm, EstateObject, EstateUser, HostState, SwitchState } from './estate.ts'
import { serverSettingsOf } from './hydrate-server.ts'
import { rows, textOf } from './hydrate-values.ts'
import { isRecord, listOf } from '../kernel/values.ts'

export interface HydrateOptions {
  /** Who may log in and do everything: a snapshot holds no account. */
  readonly operator: { readonly name: string; readonly password: string }
}

const lockdownExceptions = 'HostAccessManager.QueryLockdownExceptions()'
const acceptanceLevel = 'HostImageConfigManager.HostImageConfigGetAcceptance()'
const packages = 'HostImageConfigManager.fetchSoftwarePackages()'
const ports = 'FetchDVPorts()'

/**
 * Makes an estate of what a snapshot holds, so that collecting from its twin gives the same snapshot again: values, what was
 * unset, and what could not be read with the fault that it was refused with. TLS handshakes are not in it but for the old
 * versions that the server accepted: the twin has its own certificate; and no address of the real single sign-on. A note that names no fault of the API ('timeout') comes back as SystemError.
 */
export function hydrate(snapshot: Snapshot, { operator }: HydrateOptions): Estate {
  const server = snapshot.objects.find(({ ref }) => ref.type === 'ServiceInstance')
  const value = (path: string) => server?.values[path]
  const entities = snapshot.objects.filter(({ ref }) => ref.type !== 'ServiceInstance')
  const withheld = withheldOf(server)
  const users: EstateUser[] = [{ ...operator, operator: true }]
  return {
    name: snapshot.estate.name,
    kind: snapshot.estate.kind,
    about: aboutOf(snapshot, value('content.about')),
    rootFolder: rootOf(entities, snapshot.estate.kind),
    settings: settingsOf(value('OptionManager.setting')),
    extensions: listOf(value('ExtensionManager.extensionList')) as DataTypes['Extension'][],
    roles: listOf(value('AuthorizationManager.roleList')) as DataTypes['AuthorizationRole'][],
    rolesAreAll: value('AuthorizationManager.roleList') !== undefined,
    permissions: listOf(value('AuthorizationManager.RetrieveAllPermissions()')) as DataTypes['Permission'][],
    users,
    alarms: listOf(value('AlarmManager.GetAlarm()')) as EstateAlarm[],
    pastLogins: pastLoginsOf(value('EventManager.QueryEvents()#administratorLogins')),
    sessions: sessionsOf(value('SessionManager.sessionList')),
    ...serverSettingsOf(server),
    ...(withheld !== undefined && { withheld }),
    objects: () => entities.map((object) => estateObject(object, snapshot.asked[object.ref.type] ?? [])),
  }
}

/** A snapshot counts logins by day. */
function pastLoginsOf(counted: unknown): NonNullable<Estate['pastLogins']> {
  if (!isRecord(counted)) return []
  const userName = String(listOf(counted['accounts'])[0])
  return listOf(counted['days'])
    .filter(isRecord)
    .map(({ day, logins }) => ({ userName, day: String(day), logins: Number(logins) }))
}

/** Sessions of others, of which nobody here has the key. */
const sessionsOf = (list: unknown): NonNullable<Estate['sessions']> =>
  rows(list).map((row) => ({
    name: textOf(row, 'userName'),
    userAgent: textOf(row, 'userAgent'),
    ipAddress: textOf(row, 'ipAddress'),
  }))

/** Where a vCenter Server's single sign-on answers: there clients send passwords. */
const signOnAddress = /^config\.vpxd\.sso\..*\.uri$/i

/** All but the addresses that would lead who logs in to the twin to the real server, and lock an account there. */
function settingsOf(settings: unknown): DataTypes['OptionValue'][] {
  const list = listOf(settings) as DataTypes['OptionValue'][]
  return list.filter(({ key }) => !signOnAddress.test(key))
}

function aboutOf({ estate }: Snapshot, about: unknown): DataTypes['AboutInfo'] {
  if (isRecord(about)) return { ...(about as unknown as DataTypes['AboutInfo']), apiVersion: estate.apiVersion }
  const isHost = estate.kind === 'esx'
  return {
    _typeName: 'AboutInfo',
    name: estate.product,
    fullName: estate.product,
    vendor: 'VMware, Inc.',
    version: estate.version,
    build: estate.build,
    osType: isHost ? 'vmnix-x86' : 'linux-x64',
    productLineId: isHost ? 'embeddedEsx' : 'vpx',
    apiType: isHost ? 'HostAgent' : 'VirtualCenter',
    apiVersion: estate.apiVersion,
    ...(!isHost && { instanceUuid: estate.instanceUuid }),
  }
}

/** The root is the folder without a parent; its properties are few, since a view does not hold its own root. */
function rootOf(objects: readonly SnapshotObject[], kind: Snapshot['estate']['kind']): MoRef<'Folder'> {
  const root = objects.find(({ ref, values }) => ref.type === 'Folder' && !isRecord(values['parent']))
  return { type: 'Folder', value: root?.ref.value ?? (kind === 'esx' ? 'ha-folder-root' : 'group-d1') }
}

function estateObject(object: SnapshotObject, asked: readonly string[]): EstateObject {
  const { ref, values } = object
  const state = stateOf(object, asked)
  const withheld = withheldOf(object)
  return {
    ref: { type: ref.type, value: ref.value },
    properties: propertiesOf(ref.type, values),
    ...(state !== undefined && { state }),
    ...(withheld !== undefined && { withheld }),
  }
}

/** 'config.option' and its like, put together into the properties that they are parts of. */
function propertiesOf(type: string, values: SnapshotObject['values']): Record<string, unknown> {
  const properties: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    if (isCall(path) || value === undefined) continue
    const steps = path.split('.')
    const last = steps.pop()
    let at = properties
    for (const [index, name] of steps.entries()) {
      const held = at[name]
      const part = isRecord(held) ? { ...held } : partOf(type, steps.slice(0, index + 1))
      at[name] = part
      at = part
    }
    if (last !== undefined) at[last] = value
  }
  return properties
}

function partOf(type: string, steps: readonly string[]): Record<string, unknown> {
  const declared = describePath(type, steps.join('.'))?.type
  return declared === undefined ? {} : { _typeName: declared }
}

/** What is no property: a call, a handshake, something derived. */
const isCall = (path: string) => /[():#"]/.test(path) || /^[A-Z]\w*\./.test(path)

function stateOf(object: SnapshotObject, asked: readonly string[]): HostState | SwitchState | undefined {
  const { ref, values, missing = {} } = object
  if (ref.type === 'HostSystem') {
    const exceptions = values[lockdownExceptions]
    const acceptance = values[acceptanceLevel]
    const without = [
      ...(hasNoManager(missing[lockdownExceptions]) ? ['hostAccessManager'] : []),
      ...(hasNoManager(missing[acceptanceLevel]) ? ['imageConfigManager'] : []),
    ]
    const commandLine = commandLineOf(object)
    return {
      ...(commandLine !== undefined && { commandLine }),
      ...(Array.isArray(exceptions) && { lockdownExceptions: exceptions.map(String) }),
      ...(typeof acceptance === 'string' && { acceptanceLevel: acceptance }),
      ...(Array.isArray(values[packages]) && { packages: values[packages].filter(isRecord).map(packageOf) }),
      ...(without.length > 0 && { without }),
      ...recordedThumbprint(object, asked),
    }
  }
  const listed = values[ports]
  return Array.isArray(listed) ? { ports: listed as SwitchState['ports'] } : undefined
}

/** A snapshot keeps of a package what names it. */
function packageOf({ name, version, vendor, acceptanceLevel }: Record<string, unknown>): DataTypes['SoftwarePackage'] {
  return {
    _typeName: 'SoftwarePackage',
    name: String(name),
    version: String(version),
    type: 'bootbank',
    vendor: String(vendor),
    acceptanceLevel: String(acceptanceLevel),
    summary: '',
    description: '',
    capability: { _typeName: 'SoftwarePackageCapability' },
  }
}

/** A snapshot knows that none was recorded where it asked and was not refused. */
function recordedThumbprint({ values, missing = {} }: SnapshotObject, asked: readonly string[]): HostState {
  const path = 'summary.config.sslThumbprint'
  const recorded = values[path]
  if (typeof recorded === 'string') return { recordedThumbprint: recorded }
  return asked.includes(path) && missing[path] === undefined ? { recordedThumbprint: '' } : {}
}

const hasNoManager = (note: MissingNote | undefined) => note?.why === 'notSupported' && !isFaultName(note.detail)

/** The fault that a path or call was refused with. What the release does not have needs none: the twin does not, either. */
function withheldOf(object: SnapshotObject | undefined): Record<string, AnyObject> | undefined {
  const entries = Object.entries(object?.missing ?? {}).flatMap(([path, note]) => {
    // What a snapshot sums up of an answer, `Manager.Method()#sum`, stands or falls with the call.
    const asked = path.replace(/\(\)#.*$/, '()')
    const fault = /[:#"]/.test(asked) ? undefined : faultOf(object?.ref, note)
    return fault === undefined ? [] : [[asked, fault] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function faultOf(ref: MoRef | undefined, { why, detail }: MissingNote): AnyObject | undefined {
  switch (why) {
    case 'noPermission':
      return { _typeName: 'NoPermission', object: ref, privilegeId: detail ?? 'System.Read' }
    case 'notSupported':
    case 'fault':
      if (isFaultName(detail)) return { _typeName: detail }
      return why === 'fault' ? { _typeName: 'SystemError', reason: detail ?? '' } : undefined
    case 'notCollected':
      return undefined
  }
}

const isFaultName = (text: string | undefined): text is string => text !== undefined && /^[A-Z]\w+$/.test(text)
