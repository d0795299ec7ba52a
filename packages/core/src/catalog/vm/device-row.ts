import {
  changeOf,
  fail,
  judgeFacts,
  notApplicable,
  pass,
  type Change,
  type Judgement,
  type Outcome,
  type Repair,
  type Row,
} from '../../control/index.ts'
import { mapFact, type Fact, type Subject } from '../../model/index.ts'
import { note, text, type Text } from '../../text/index.ts'
import { isPlatformMade, readDevices, readManagedBy, type VmDevice } from './devices.ts'

const platformMade = text(
  'made and kept by the platform ({extension}), which puts back what is changed',
  'プラットフォーム ({extension}) が作成、管理している仮想マシンで、変更しても元に戻される',
)

/** What is said of a VM that the platform makes and keeps; `undefined` for one that people made. */
export const leftAlone = (extension: string | undefined): Pick<Outcome, 'verdict' | 'note'> | undefined =>
  extension !== undefined && isPlatformMade(extension) ? notApplicable(note(platformMade, { extension })) : undefined

/** A note that names devices. */
const devicesSaid = text('{devices}', '{devices}')

/** What a row of devices adds to its texts. */
export interface DeviceRow extends Row {
  /** The devices that must not be there, or not like this. */
  readonly offends: (device: VmDevice) => boolean
  /** What is wrong with one device, in a few words; by default whether it is connected. */
  readonly state?: (device: VmDevice) => string
  readonly said?: Text<'devices'>
  readonly repair: Repair
}

/** A judgement over the devices of a VM. VMs of the platform are left alone. */
export function vmDevice(row: DeviceRow): Judgement {
  const { offends, state = connection, said = devicesSaid, ...rest } = row
  return {
    ...rest,
    kind: 'judgement',
    subject: 'VirtualMachine',
    reads: deviceReads,
    judge: (subject) => judgeDevices(subject, [], offends, state, said),
  }
}

export const deviceReads = [
  { type: 'VirtualMachine', path: 'config.hardware.device' },
  { type: 'VirtualMachine', path: 'config.managedBy' },
] as const

/** Judges the offending devices of a VM; `facts` are what `offends` rests on, and must be known as well. */
export function judgeDevices(
  subject: Subject,
  facts: readonly Fact<unknown>[],
  offends: (device: VmDevice) => boolean,
  state: (device: VmDevice) => string,
  said: Text<'devices'>,
): Outcome {
  const managedBy = readManagedBy(subject)
  const found = mapFact(readDevices(subject), (list) =>
    list.filter(offends).map((device) => `${device.label} (${state(device)})`),
  )
  const outcome = judgeFacts(
    [managedBy, found],
    (extension, names) =>
      leftAlone(extension) ?? (names.length === 0 ? pass() : fail(note(said, { devices: names.join(', ') }))),
  )
  const gap = facts.find((fact) => !fact.known)
  return gap
    ? { verdict: 'unknown', evidence: [gap, ...outcome.evidence] }
    : { ...outcome, evidence: [...facts, ...outcome.evidence] }
}

/** How a device stands, in the words of the API. */
export const connection = (device: VmDevice): string =>
  device.connected === true
    ? 'connected'
    : device.startConnected === true
      ? 'startConnected'
      : device.connected === false
        ? 'disconnected'
        : 'present'

/** Whether a device is there for the guest now or will be at the next power-on. An unreadable state counts as connected. */
export const isPluggedIn = (device: VmDevice): boolean => device.connected !== false || device.startConnected !== false

/** Switches the named fields of each offending device from true to false. */
export function unplug(
  fields: readonly ('connected' | 'startConnected' | 'allowGuestControl')[],
  offends: (device: VmDevice) => boolean,
): Repair {
  return {
    kind: 'change',
    disruption: 'none',
    changes: (subject): readonly Change[] => {
      const devices = readDevices(subject)
      if (!devices.known) return []
      return devices.value
        .filter(offends)
        .flatMap((device) =>
          fields
            .filter((field) => device[field] === true)
            .map((field) => changeOf({ ...subject, key: device.key }, 'deviceConnection', field, true, false)),
        )
    },
  }
}

/** Removal of a device, which needs the VM to be off and cannot be taken back by the same path. */
export const removal = (steps: Text): Repair => ({ kind: 'steps', disruption: 'powerCycle', steps })
