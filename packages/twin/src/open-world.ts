import type { AnyObject, MoRef } from '@sakimori/vim25'
import { Access } from './access/access.ts'
import { initialRoles } from './access/roles.ts'
import { endWaits } from './collector/collector-state.ts'
import { addBrowsers } from './computed/browsers.ts'
import { computations } from './computed/index.ts'
import { addHostManagers } from './computed/host-managers.ts'
import { assignmentManager } from './computed/licenses.ts'
import { defaultAppliance, defaultSso } from './estate/defaults.ts'
import type { Estate, HostState } from './estate/estate.ts'
import { EventLog } from './events/event-log.ts'
import { FaultPlan } from './faults/fault-plan.ts'
import { hostAccounts, reportLoginFailure } from './behaviour/host-accounts.ts'
import { keptHostPermissions } from './behaviour/host-permissions.ts'
import { hostSessionMs, lockdownAdmits } from './behaviour/host-login.ts'
import { Accounts, type LoginFailure } from './session/accounts.ts'
import { Sessions } from './session/sessions.ts'
import { TaskList } from './tasks/task-list.ts'
import { noEntry } from './session/log-in.ts'
import { VimFault } from './kernel/fault.ts'
import { serverManagers, serviceContent } from './kernel/service-content.ts'
import { ServerSettings } from './kernel/settings.ts'
import { ManagedObject, ObjectStore } from './kernel/store.ts'
import { World, type Door, type WorldParts } from './kernel/world.ts'

/** vCenter Server ends an idle session after 30 minutes. */
const idleMs = 30 * 60_000

/** Puts an estate's objects into a store, with the managers of its hosts. */
function loadStore(estate: Estate): ObjectStore {
  const store = new ObjectStore()
  for (const { ref, properties, lazy, lazyProperties, state, withheld } of estate.objects()) {
    const object = store.add(
      new ManagedObject(ref, properties, {
        ...(lazy !== undefined && { lazy }),
        ...(lazyProperties !== undefined && { lazyProperties }),
        state,
        ...(withheld !== undefined && { withheld: faultsOf(withheld) }),
      }),
    )
    addBrowsers(store, object)
    if (ref.type === 'HostSystem') addHostManagers(store, object, (state as HostState | undefined)?.without)
  }
  return store
}

/** The faults of a record by path or call, as they are thrown. */
function faultsOf(withheld: Readonly<Record<string, AnyObject>>): Map<string, VimFault> {
  return new Map(
    Object.entries(withheld).map(([path, fault]) => [
      path,
      new VimFault(fault, `${path} cannot be read: ${fault._typeName}`),
    ]),
  )
}

/** Opens the server that an estate describes: a vCenter Server, or a lone ESX host. */
export function openWorld(estate: Estate, now: () => number = Date.now): World {
  const store = loadStore(estate)
  if (estate.kind === 'esx') {
    const host = store.ofType('HostSystem').next().value
    if (host === undefined) throw new Error('an estate of a lone host has no HostSystem')
    const world = openHost({ estate, store, host, now })
    applyAccess(world.access, estate)
    addUsers(world.parts, estate)
    return world
  }
  const access = new Access(store)
  for (const role of initialRoles('vcenter')) access.setRole(role)
  applyAccess(access, estate)
  const { sso = defaultSso, appliance = defaultAppliance } = estate
  const settings = new ServerSettings(sso, appliance, () => idleMs, now)
  settings.refused = estate.refused ?? {}
  const accounts = new Accounts({ policy: () => settings.lock, now })
  addUsers({ accounts, access }, estate)
  const { rootFolder } = estate
  return assemble({ estate, store, access, accounts, now, idleMs: () => idleMs, rootFolder, settings })
}

/** The estate's own roles and permissions, besides or instead of those that a server comes with. */
function applyAccess(access: Access, { rolesAreAll = false, roles, permissions }: Estate): void {
  if (rolesAreAll) for (const { roleId } of access.roles) access.removeRole(roleId)
  for (const role of roles) access.setRole(role)
  for (const { entity, ...permission } of permissions) if (entity !== undefined) access.grant(entity, [permission])
}

function addUsers({ accounts, access }: Pick<WorldParts, 'accounts' | 'access'>, { users }: Estate): void {
  for (const { groups = [], fullName, operator = false, ...user } of users) {
    accounts.set({ ...user, groups, fullName: fullName ?? user.name })
    if (operator) access.addOperator(user.name)
  }
}

interface HostWanted {
  readonly estate: Pick<Estate, 'about' | 'name' | 'settings' | 'extensions' | 'rootFolder'>
  readonly store: ObjectStore
  readonly host: ManagedObject
  readonly now: () => number
  /** Of a host's door: what it shows of the store, the objects of its own, and its log. */
  readonly door?: Door
  readonly local?: ObjectStore
  readonly events?: EventLog
}

/**
 * Opens what a host itself serves: its own accounts, who may log in by its lockdown mode, and every right by the account's
 * role on the whole host. Used for a lone host, and as the door of one that a vCenter Server manages.
 */
export function openHost({ estate, store, host, now, door, local = new ObjectStore(), events }: HostWanted): World {
  const { rootFolder } = estate
  const objects = {
    get: (ref: MoRef) => local.get(ref) ?? store.get(ref),
    get structure() {
      return store.structure
    },
  }
  const parents = (object: ManagedObject) => (object.ref.value === rootFolder.value ? [] : [rootFolder])
  const access = new Access(objects, parents, keptHostPermissions(store, host, rootFolder))
  for (const role of initialRoles('esx')) access.setRole(role)
  const onFailure = (failure: LoginFailure) => reportLoginFailure(world, host, failure)
  const accounts = hostAccounts({ host, now, onFailure })
  const admit = (userName: string) => {
    if (!access.isOperator(userName) && !lockdownAdmits(host, userName)) throw noEntry(world)
  }
  const world: World = assemble({
    estate: { ...estate, kind: 'esx' },
    store,
    access,
    accounts,
    now,
    idleMs: () => hostSessionMs(host),
    rootFolder,
    local,
    managerOwner: host.ref,
    admit,
    ...(door !== undefined && { door }),
    ...(events !== undefined && { events }),
  })
  return world
}

interface Assembly {
  readonly estate: Pick<
    Estate,
    'about' | 'name' | 'settings' | 'extensions' | 'kind' | 'withheld' | 'alarms' | 'pastLogins' | 'sessions'
  >
  readonly store: ObjectStore
  readonly access: Access
  readonly accounts: Accounts
  readonly now: () => number
  readonly idleMs: () => number
  readonly rootFolder: MoRef
  /** Objects of the server's own. */
  readonly local?: ObjectStore
  /** The host whose settings and accounts the server's managers show; none for a vCenter Server. */
  readonly managerOwner?: MoRef
  readonly admit?: (userName: string) => void
  readonly door?: Door
  readonly events?: EventLog
  readonly settings?: ServerSettings
}

/** Managers of a host's own ServiceContent that are its host's: what they show is the host's. */
const hostOwned = ['setting', 'accountManager', 'userDirectory']

function assemble(wanted: Assembly): World {
  const { estate, store, access, accounts, now, rootFolder, admit, door, settings, managerOwner } = wanted
  const { local = new ObjectStore() } = wanted
  const refs = serverManagers(estate.kind, estate.about.apiVersion)
  const content = serviceContent(estate.about, rootFolder, refs)
  local.add(new ManagedObject({ type: 'ServiceInstance', value: 'ServiceInstance' }, { content }))
  for (const { field, ref } of refs) {
    const withheld = faultsOf(ownWithheld(ref.type, estate.withheld))
    const isOwned = hostOwned.includes(field) && !(field === 'setting' && estate.settings.length > 0)
    const owner = isOwned ? managerOwner : undefined
    local.add(
      new ManagedObject(ref, initialProperties(field, estate), { withheld, ...(owner !== undefined && { owner }) }),
    )
  }
  addAlarms(local, estate.alarms, now)
  if (estate.kind === 'vcenter' && local.get(assignmentManager) === undefined)
    local.add(new ManagedObject(assignmentManager, {}))
  const events = wanted.events ?? new EventLog()
  const tasks = new TaskList(local)
  const sessions = new Sessions(wanted.idleMs, now, (session) => {
    endWaits(session)
    for (const object of privateObjects(local)) if (object.sessionKey === session.key) local.remove(object)
  })
  for (const session of estate.sessions ?? []) sessions.open({ ...session, groups: [], fullName: session.name })
  const parts: WorldParts = {
    name: estate.name,
    kind: estate.kind,
    about: estate.about,
    rootFolder,
    store,
    local,
    access,
    accounts,
    sessions,
    events,
    tasks,
    computations,
    faults: new FaultPlan(),
    now,
    ...(admit !== undefined && { admit }),
    ...(door !== undefined && { door }),
    ...(settings !== undefined && { settings }),
  }
  const world = new World(parts)
  events.attach(world)
  postPastLogins(events, estate.pastLogins)
  tasks.attach(world)
  return world
}

/** The alarms as if the server itself had defined them when it was installed. */
function addAlarms(local: ObjectStore, alarms: Estate['alarms'] = [], now: () => number): void {
  const lastModifiedTime = new Date(now()).toISOString()
  for (const [index, alarm] of alarms.entries()) {
    const ref: MoRef<'Alarm'> = { type: 'Alarm', value: `alarm-${index + 1}` }
    const info = {
      _typeName: 'AlarmInfo',
      description: '',
      ...alarm,
      key: ref.value,
      alarm: ref,
      lastModifiedTime,
      lastModifiedUser: '',
      creationEventId: 0,
    }
    local.add(new ManagedObject(ref, { info }))
  }
}

function postPastLogins(events: EventLog, past: Estate['pastLogins'] = []): void {
  for (const { userName, day, logins } of past)
    for (let count = 0; count < logins; count += 1)
      events.post('UserLoginSessionEvent', userName, undefined, {
        createdTime: `${day}T00:00:00Z`,
        ipAddress: '',
        locale: 'en_US',
        sessionId: '',
      })
}

/** 'OptionManager.setting' → 'setting', for the manager of that type. */
function ownWithheld(type: string, all: Estate['withheld'] = {}): Record<string, AnyObject> {
  const prefix = `${type}.`
  const own = Object.entries(all).filter(([path]) => path.startsWith(prefix))
  return Object.fromEntries(own.map(([path, fault]) => [path.slice(prefix.length), fault]))
}

/** Views, filters and collectors: what ends with its session. */
function* privateObjects(local: ObjectStore): Generator<ManagedObject> {
  for (const type of ['View', 'PropertyFilter', 'PropertyCollector', 'HistoryCollector']) yield* local.ofType(type)
}

function initialProperties(field: string, { settings, extensions }: Assembly['estate']): Record<string, unknown> {
  if (field === 'setting') return { setting: settings }
  return field === 'extensionManager' ? { extensionList: extensions } : {}
}
