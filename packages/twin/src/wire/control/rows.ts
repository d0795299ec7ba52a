import type { Clock } from '../../clock.ts'
import { dcuiLogin } from '../../behaviour/dcui.ts'
import { guestConnects, guestDevices } from '../../behaviour/guest-devices.ts'
import type { Doors } from '../../doors/doors.ts'
import { readFaultRule } from '../../faults/fault-rule.ts'
import { findHost, setResponding } from '../../faults/interference.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { isRecord } from '../../kernel/values.ts'
import type { World } from '../../kernel/world.ts'
import { ControlError } from './control-error.ts'

/** One request at the control door. */
export interface ControlCall {
  readonly world: World
  readonly doors: Doors
  readonly clock: Clock
  /** What the groups of the row's pattern took. */
  readonly parts: readonly string[]
  readonly body: unknown
}

export interface ControlRow {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** As it is documented: '/twin/hosts/{host}/respond'. */
  readonly path: string
  readonly pattern: RegExp
  readonly what: string
  readonly answer: (call: ControlCall) => unknown
}

const row = (method: ControlRow['method'], path: string, what: string, answer: ControlRow['answer']): ControlRow => ({
  method,
  path,
  what,
  answer,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}/?$`),
})

/** Everything that the control door does. */
export const controlRows: readonly ControlRow[] = [
  row('GET', '/twin', 'what this is, what can be asked for here, and where the hosts can be reached', about),
  row('GET', '/twin/faults', 'the faults that are asked for', ({ world }) => ({ rules: world.parts.faults.rules })),
  row(
    'POST',
    '/twin/faults',
    'asks for faults of this server (of a host: typed after its user name): { method, nth?, action: { kind, … } }, or a list',
    addFaults,
  ),
  row('DELETE', '/twin/faults', 'ends all faults', ({ world }) => {
    world.parts.faults.clear()
    return { rules: [] }
  }),
  row('POST', '/twin/hosts/{host}/respond', 'lets a host answer or not: { responding }', respond),
  row('POST', '/twin/dcui', "tries a login at a host's console: { host, user, password }", dcui),
  row('GET', '/twin/vms/{vm}/guest/devices', 'what the system in a VM lists of its devices', ({ world, parts }) => ({
    devices: guestDevices(vmNamed(world, parts[0] ?? '')),
  })),
  row(
    'POST',
    '/twin/vms/{vm}/guest/devices/{key}',
    'a user of the guest plugs a device in or out: { connected }',
    plug,
  ),
  row('POST', '/twin/clock', 'lets time pass: { advanceSeconds }', advance),
]

type Fields = Readonly<Record<string, unknown>>

/** The body's fields; throws 400 where it is no object or has others. */
function fieldsOf(body: unknown, ...names: readonly string[]): Fields {
  if (!isRecord(body)) throw new ControlError(400, `the body must be an object with ${names.join(', ')}`)
  const surplus = Object.keys(body).find((name) => !names.includes(name))
  if (surplus !== undefined) throw new ControlError(400, `the body must have ${names.join(', ')} and nothing else`)
  return body
}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value.length > 1000) throw new ControlError(400, `${name} must be a text`)
  return value
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name]
  if (typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`)
  return value
}

function hostNamed(world: World, name: string): ManagedObject {
  const host = findHost(world, name)
  if (host === undefined) throw new ControlError(404, 'there is no host of that name or id')
  return host
}

function about({ world, doors, clock }: ControlCall): unknown {
  return {
    what: 'A simulated server, not a real one. What is below /twin is the simulator itself.',
    estate: world.parts.name,
    kind: world.parts.kind,
    release: world.parts.about.apiVersion,
    time: world.now().toISOString(),
    clockIsAdjustable: clock.advance !== undefined,
    endpoints: controlRows.map(({ method, path, what }) => ({ method, path, what })),
    doors: doors.list,
  }
}

function addFaults({ world, body }: ControlCall): unknown {
  const rules = (Array.isArray(body) ? body : [body]).map(readFaultRule)
  for (const rule of rules) {
    if ('error' in rule) throw new ControlError(400, rule.error)
    if (rule.action.kind === 'unresponsive') hostNamed(world, rule.action.host)
  }
  for (const rule of rules) if (!('error' in rule)) world.parts.faults.add(rule)
  return { rules: world.parts.faults.rules }
}

function respond({ world, parts, body }: ControlCall): unknown {
  const [name = ''] = parts
  const host = hostNamed(world, name)
  const isDone = setResponding(world, name, flag(fieldsOf(body, 'responding'), 'responding'))
  if (!isDone) throw new ControlError(409, 'the host is disconnected from its vCenter Server')
  return { host: host.ref, connectionState: world.field(host, 'runtime', 'connectionState') }
}

function dcui({ world, doors, body }: ControlCall): unknown {
  const fields = fieldsOf(body, 'host', 'user', 'password')
  const host = hostNamed(world, text(fields, 'host'))
  return dcuiLogin(doors.worldOf(host), host, text(fields, 'user'), text(fields, 'password'))
}

function vmNamed(world: World, name: string): ManagedObject {
  const known = world.find({ type: 'VirtualMachine', value: name })
  const vm = known ?? [...world.ofType('VirtualMachine')].find((one) => world.nameOf(one) === name)
  if (vm === undefined) throw new ControlError(404, 'there is no VM of that name or id')
  return vm
}

/** What refuses him is an answer, too: to see that a measure works is what this is for. */
function plug({ world, parts, body }: ControlCall): unknown {
  const [name = '', key = ''] = parts
  const vm = vmNamed(world, name)
  if (!/^\d{1,9}$/.test(key)) throw new ControlError(400, 'the key of a device is a whole number')
  return guestConnects(world, vm, Number(key), flag(fieldsOf(body, 'connected'), 'connected'))
}

/** Ten years. */
const mostSeconds = 315_360_000

function advance({ world, clock, body }: ControlCall): unknown {
  const { advanceSeconds } = fieldsOf(body, 'advanceSeconds')
  if (typeof advanceSeconds !== 'number' || !(advanceSeconds >= 0 && advanceSeconds <= mostSeconds)) {
    throw new ControlError(400, `advanceSeconds must be a number from 0 to ${mostSeconds}: time only goes forward`)
  }
  if (clock.advance === undefined)
    throw new ControlError(409, 'the twin was started with a clock that cannot be put forward')
  clock.advance(advanceSeconds)
  return { time: world.now().toISOString() }
}
