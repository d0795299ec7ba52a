import {
  isRecord,
  known,
  mapFact,
  readRaw,
  unknown,
  asMoRef,
  type Fact,
  type Inventory,
  type Subject,
} from '../../model/index.ts'
import { notApplicable, type Judgement, type Outcome } from '../../control/index.ts'
import { note, text } from '../../text/index.ts'
import type { Flag } from './flags.ts'

/** A decoded object with named fields. */
export type Fields = Readonly<Record<string, unknown>>

/** The configuration of a distributed switch or port group. */
export function readConfig(subject: Subject): Fact<Fields> {
  const fact = readRaw(subject, 'config')
  if (!fact.known) return fact
  return isRecord(fact.value) ? known(fact.value, fact.from) : unknown('fault', fact.from, 'no configuration')
}

/** The port defaults of a distributed switch or port group. */
export const readPortSetting = (subject: Subject): Fact<Fields> => {
  const config = readConfig(subject)
  if (!config.known) return config
  const setting = config.value['defaultPortConfig']
  const from = { ref: subject.ref, path: 'config.defaultPortConfig' }
  return isRecord(setting) ? known(setting, from) : unknown('fault', from, 'no port settings')
}

/** The distributed switch of a port group. */
const switchOf = (config: Fields, inventory: Inventory): Subject | undefined =>
  inventory.find(asMoRef(config['distributedVirtualSwitch']))

/** What a setting says, and whether it says so itself. */
export interface Said {
  readonly value: boolean
  readonly own: boolean
  /** Which of the two policies holds: the newer one where the release has it. */
  readonly policy: 'macManagementPolicy' | 'securityPolicy'
}

/**
 * A layer-2 flag in the settings of a port. Since API 6.7 `macManagementPolicy` holds it as a plain boolean with one
 * `inherited` for all; before that, and where it is empty, `securityPolicy` has a `BoolPolicy` for each.
 */
export function flagOf(setting: Fields, field: Flag['field']): Said | undefined {
  const management = setting['macManagementPolicy']
  if (isRecord(management) && typeof management[field] === 'boolean')
    return { value: management[field], own: management['inherited'] !== true, policy: 'macManagementPolicy' }
  const security = setting['securityPolicy']
  const policy = isRecord(security) ? security[field] : undefined
  if (isRecord(policy) && typeof policy['value'] === 'boolean')
    return { value: policy['value'], own: policy['inherited'] !== true, policy: 'securityPolicy' }
  return undefined
}

const uplinkSaid = text(
  'an uplink port group carries what its VMs’ port groups let through',
  'アップリンク ポート グループのため、仮想マシン側のポート グループの設定に従う',
)
const nsxSaid = text(
  'NSX keeps this port group: its segment profiles decide',
  'NSX が管理するポート グループのため、NSX のセグメント プロファイルで設定する',
)

/** Why a port group is not judged here: it is an uplink, or NSX keeps it. */
function exemption(
  portgroup: Subject,
  config: Fields,
  dvs: Fields | undefined,
): Pick<Outcome, 'verdict' | 'note'> | undefined {
  if (isUplink(portgroup.ref.value, config, dvs)) return notApplicable(note(uplinkSaid, {}))
  if (config['backingType'] === 'nsx') return notApplicable(note(nsxSaid, {}))
  return undefined
}

/** `uplink` came late; every release lists the uplink port groups on the switch. */
function isUplink(value: string, config: Fields, dvs: Fields | undefined): boolean {
  return config['uplink'] === true || uplinksOf(dvs).has(value)
}

const uplinkSets = new WeakMap<object, ReadonlySet<string>>()

/** The references of a switch’s uplink port groups. */
export function uplinksOf(dvs: Fields | undefined): ReadonlySet<string> {
  const list = dvs?.['uplinkPortgroup']
  if (!Array.isArray(list)) return new Set()
  const ready = uplinkSets.get(list)
  if (ready) return ready
  const made = new Set(list.map((ref) => asMoRef(ref)?.value ?? ''))
  uplinkSets.set(list, made)
  return made
}

/** The configuration of a port group and of its switch, both of which must be known to judge it. */
export interface Pair {
  readonly config: Fields
  readonly dvs: Fields
  readonly dvsSubject: Subject
}

/** Reads a port group together with its switch. */
export function readPair(portgroup: Subject, inventory: Inventory): Fact<Pair> {
  const config = readConfig(portgroup)
  if (!config.known) return config
  const dvsSubject = switchOf(config.value, inventory)
  const from = { ref: portgroup.ref, path: 'config' }
  if (!dvsSubject)
    return unknown(
      'notCollected',
      { ...from, path: 'config.distributedVirtualSwitch' },
      'the switch is not in the snapshot',
    )
  return mapFact(readConfig(dvsSubject), (dvs) => ({ config: config.value, dvs, dvsSubject }))
}

export const pairReads = [
  { type: 'DistributedVirtualPortgroup', path: 'config' },
  { type: 'VmwareDistributedVirtualSwitch', path: 'config' },
] as const

/**
 * What a judgement of port groups says of the pair; the evidence is what `read` found,
 * as `show` words it, never the whole configuration.
 */
export function judgePair<T>(
  portgroup: Subject,
  inventory: Inventory,
  read: (pair: Pair) => Fact<T>,
  decide: (value: T) => Pick<Outcome, 'verdict' | 'note'>,
  show: (value: T) => unknown = (value) => value,
): ReturnType<Judgement['judge']> {
  const pair = readPair(portgroup, inventory)
  if (!pair.known) return { verdict: 'unknown', evidence: [pair] }
  const exempt = exemption(portgroup, pair.value.config, pair.value.dvs)
  if (exempt) return { ...exempt, evidence: [] }
  const fact = read(pair.value)
  return fact.known
    ? { ...decide(fact.value), evidence: [mapFact(fact, show)] }
    : { verdict: 'unknown', evidence: [fact] }
}
