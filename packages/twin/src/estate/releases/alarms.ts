import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { EstateAlarm } from '../estate.ts'

/** An event that raises an alarm: a type of the API, or an id of an event that has no type of its own. */
export type Trigger = string

const isType = (event: Trigger) => /^\w+$/.test(event)

function raisedBy(event: Trigger, status: 'red' | 'green'): DataTypes['EventAlarmExpression'] {
  return {
    _typeName: 'EventAlarmExpression',
    eventType: isType(event) ? event : 'EventEx',
    eventTypeId: isType(event) ? `vim.event.${event}` : event,
    status,
  }
}

/** An alarm that each of some events raises, and that others clear. */
export const eventAlarm = (
  entity: MoRef,
  name: string,
  raise: readonly Trigger[],
  clear: readonly Trigger[] = [],
): EstateAlarm => ({
  name,
  enabled: true,
  entity,
  expression: {
    _typeName: 'OrAlarmExpression',
    expression: [...raise.map((event) => raisedBy(event, 'red')), ...clear.map((event) => raisedBy(event, 'green'))],
  },
})

const metric = (counterId: number, type: string, yellow: number, red: number): DataTypes['AlarmExpression'] => ({
  _typeName: 'OrAlarmExpression',
  expression: [
    {
      _typeName: 'MetricAlarmExpression',
      operator: 'isAbove',
      type,
      metric: { _typeName: 'PerfMetricId', counterId, instance: '' },
      yellow,
      red,
    },
  ],
})

const state = (type: string, statePath: string, red: string): DataTypes['AlarmExpression'] => ({
  _typeName: 'OrAlarmExpression',
  expression: [{ _typeName: 'StateAlarmExpression', operator: 'isEqual', type, statePath, red }],
})

/** Some of the alarms that vCenter Server is installed with. None of them watches accounts, permissions or remote logs. */
export const installedAlarms = (root: MoRef): readonly EstateAlarm[] => [
  {
    name: 'Host connection and power state',
    enabled: true,
    entity: root,
    expression: state('HostSystem', 'runtime.connectionState', 'notResponding'),
  },
  { name: 'Host CPU usage', enabled: true, entity: root, expression: metric(2, 'HostSystem', 7500, 9000) },
  { name: 'Host memory usage', enabled: true, entity: root, expression: metric(24, 'HostSystem', 9000, 9500) },
  {
    name: 'Virtual machine CPU usage',
    enabled: true,
    entity: root,
    expression: metric(2, 'VirtualMachine', 7500, 9000),
  },
  eventAlarm(root, 'Cannot connect to storage', [
    'esx.problem.storage.connectivity.lost',
    'esx.problem.storage.redundancy.lost',
    'esx.problem.storage.redundancy.degraded',
  ]),
  eventAlarm(
    root,
    'Network uplink redundancy lost',
    ['esx.problem.net.redundancy.lost'],
    ['esx.clear.net.redundancy.restored'],
  ),
  eventAlarm(
    root,
    'Network connectivity lost',
    ['esx.problem.net.connectivity.lost'],
    ['esx.clear.net.connectivity.restored'],
  ),
  eventAlarm(root, 'Virtual machine error', ['VmFailedToPowerOnEvent', 'VmFailedMigrateEvent'], ['VmPoweredOnEvent']),
  eventAlarm(root, 'Host error', ['HostShutdownEvent']),
  eventAlarm(root, 'vSphere HA host status', [
    'com.vmware.vc.HA.DasHostIsolatedEvent',
    'com.vmware.vc.HA.DasHostFailedEvent',
  ]),
]
