import { fromOwn, fromWorld, type ComputedTable } from '../kernel/computed.ts'

/** What every managed entity has. */
export const entityProperties: ComputedTable = {
  ManagedEntity: {
    overallStatus: fromOwn(({ object }) => object.get('overallStatus') ?? 'green'),
    configStatus: fromOwn(({ object }) => object.get('configStatus') ?? 'green'),
    configIssue: fromOwn(({ object }) => object.get('configIssue') ?? []),
    customValue: fromOwn(({ object }) => object.get('customValue') ?? []),
    value: fromOwn(({ object }) => object.get('value') ?? []),
    disabledMethod: fromOwn(() => []),
    declaredAlarmState: fromOwn(() => []),
    triggeredAlarmState: fromOwn(() => []),
    alarmActionsEnabled: fromOwn(() => true),
    tag: fromOwn(() => []),
    recentTask: fromWorld(({ object, world }) => world.tasks.recentOf(object.ref)),
    permission: fromWorld(({ object, world }) => world.access.permissionsOn(object.ref)),
    effectiveRole: fromWorld(({ object, world, session }) => {
      if (session === undefined) return []
      const own = world.access.privilegesOn(session, object.ref)
      const roles = world.access.roles.filter(({ privilege = [] }) => privilege.every((id) => own.has(id)))
      // The largest role that he has whole: what the clients show.
      const [first] = roles.toSorted((a, b) => (b.privilege?.length ?? 0) - (a.privilege?.length ?? 0))
      return first === undefined ? [] : [first.roleId]
    }),
  },
}
