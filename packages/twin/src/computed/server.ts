import { allPrivileges, splitPrivilege } from '../access/privileges.ts'
import { userSession } from '../session/sessions.ts'
import { fromOwn, fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** The server's own managers. */
export const serverProperties: ComputedTable = {
  ServiceInstance: {
    serverClock: fromWorld(({ world }) => world.now().toISOString()),
    content: fromOwn(({ object }) => object.get('content')),
    capability: fromOwn(() => ({
      _typeName: 'Capability',
      provisioningSupported: true,
      multiHostSupported: true,
      userShellAccessSupported: false,
      supportedEVCMode: [],
      networkBackupAndRestoreSupported: true,
    })),
  },
  SessionManager: {
    sessionList: fromWorld(({ world }) => world.parts.sessions.all.map(userSession)),
    currentSession: fromWorld(({ session }) => (session === undefined ? undefined : userSession(session))),
    message: fromOwn(({ object }) => object.get('message') ?? ''),
    defaultLocale: fromOwn(() => 'en'),
    messageLocaleList: fromOwn(() => ['en', 'ja']),
    supportedLocaleList: fromOwn(() => ['en', 'ja']),
  },
  AuthorizationManager: {
    roleList: fromWorld(({ world }) => world.access.roles),
    privilegeList: fromOwn(() =>
      allPrivileges().map((privId) => {
        const { name, group } = splitPrivilege(privId)
        return { _typeName: 'AuthorizationPrivilege', privId, onParent: false, name, privGroupName: group }
      }),
    ),
    description: fromOwn(() => ({ _typeName: 'AuthorizationDescription', privilege: [], privilegeGroup: [] })),
  },
  TaskManager: {
    recentTask: fromWorld(({ world }) => world.tasks.recent()),
    description: fromOwn(() => ({ _typeName: 'TaskDescription', methodInfo: [], state: [], reason: [] })),
    maxCollector: fromOwn(() => 32),
  },
  EventManager: {
    latestEvent: fromWorld(({ world }) => world.events.latest),
    maxCollector: fromOwn(() => 32),
    description: fromOwn(({ world }) => world.events.description),
  },
  EventHistoryCollector: {
    latestPage: fromWorld(({ object, world }) => world.events.pageOf(object)),
    filter: fromOwn(({ object }) => object.get('filter')),
    initialized: fromOwn(() => true),
  },
  TaskHistoryCollector: {
    latestPage: fromWorld(({ object, world }) => world.tasks.pageOf(object)),
    filter: fromOwn(({ object }) => object.get('filter')),
  },
  ViewManager: { viewList: fromWorld(({ world }) => [...world.parts.local.ofType('View')].map(({ ref }) => ref)) },
  PropertyCollector: {
    filter: fromWorld(({ object, world, session }) =>
      [...world.parts.local.ofType('PropertyFilter')]
        .filter((filter) => filter.owner?.value === object.ref.value && filter.sessionKey === session?.key)
        .map(({ ref }) => ref),
    ),
  },
  Task: {
    info: fromOwn(({ object }) => object.get('info')),
    value: fromOwn(() => []),
    availableField: fromOwn(() => []),
  },
}
