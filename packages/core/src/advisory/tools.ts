import { known, readRaw, unknown, type Fact, type Subject } from '../model/index.ts'
import { compareVersions, type Advisory, type Day, type Fix, type GuestFamily, type Knowledge } from './knowledge.ts'
import type { Installed, KnowledgeIndex } from './locate.ts'
import { matchAll, type Match } from './match.ts'
import { indexOf, isOpen, worse } from './patch-state.ts'

/** What the guest says of the VMware Tools that it runs, and of itself. */
export const TOOLS_VERSION = 'guest.toolsVersion'
export const TOOLS_TYPE = 'guest.toolsInstallType'
export const TOOLS_STATUS = 'guest.toolsVersionStatus2'
export const GUEST_FAMILY = 'guest.guestFamily'

/** VMware Tools of one guest. */
export type Tools =
  | { readonly kind: 'none' }
  /** A package of the guest's distribution that keeps its number to itself. */
  | { readonly kind: 'unnumbered' }
  | {
      readonly kind: 'numbered'
      /** `12.3.5` */
      readonly version: string
      /** The guest's distribution packs them, and mends them without another number. */
      readonly isPackaged: boolean
      readonly guest?: GuestFamily
    }

/** Of which a version is known. */
export type NumberedTools = Extract<Tools, { readonly kind: 'numbered' }>

/** What stands for "somebody else looks after them" (open-vm-tools, vm_tools_version.h: TOOLS_VERSION_UNMANAGED). */
const UNMANAGED = 0x7fff_ffff
/** Five bits for each of the three numbers (the same file: TOOLS_VERSION_TO_UINT). */
const TOP = 0x7fff
/** Before 1.0.0 the number was a counter. */
const FIRST_DOTTED = 0x400

/**
 * `12389` is `12.3.5`: five bits a part, the first part from bit 10 on (open-vm-tools, vm_tools_version.h).
 * @returns `undefined` for a number that stands for no version
 */
export function toolsVersionOf(number: number): string | undefined {
  if (!Number.isInteger(number) || number < FIRST_DOTTED || number > TOP) return undefined
  return [number >> 10, number >> 5, number].map((part) => part & 0x1f).join('.')
}

/** Kinds of installation that come with the guest's distribution (VirtualMachineToolsInstallType). */
const PACKAGED = ['guestToolsTypeOpenVMTools', 'guestToolsTypeOSP']

const FAMILIES: Readonly<Record<string, GuestFamily>> = { windowsGuest: 'windows', linuxGuest: 'linux' }

/** What a VM says of the VMware Tools in its guest. */
export function readTools(vm: Subject): Fact<Tools> {
  const told = readWord(vm, TOOLS_VERSION, /^\d{1,10}$/)
  const type = readWord(vm, TOOLS_TYPE, /^guestToolsType\w+$/)
  const status = readWord(vm, TOOLS_STATUS, /^guestTools\w+$/)
  const family = readWord(vm, GUEST_FAMILY, /^\w+Guest(Family)?$/)
  for (const fact of [told, type, status, family]) if (!fact.known) return fact
  const number = valueOf(told)
  if (number === undefined) return unknown('notCollected', told.from, 'the server gave no version')
  if (Number(number) === 0) return known({ kind: 'none' }, told.from)
  if (Number(number) === UNMANAGED) return known({ kind: 'unnumbered' }, told.from)
  const version = toolsVersionOf(Number(number))
  if (version === undefined) return unknown('fault', told.from, `${number} is no version of VMware Tools`)
  const isPackaged = isOfDistribution(valueOf(type), valueOf(status))
  const named = valueOf(family)
  const guest = named === undefined ? undefined : (FAMILIES[named] ?? 'other')
  return known({ kind: 'numbered', version, isPackaged, ...(guest ? { guest } : {}) }, told.from)
}

/** By the kind of the installation; where none or an unknown one is told, by who manages it. */
const isOfDistribution = (type = 'guestToolsTypeUnknown', status = '') =>
  type === 'guestToolsTypeUnknown' ? status === 'guestToolsUnmanaged' : PACKAGED.includes(type)

const valueOf = (fact: Fact<string | undefined>) => (fact.known ? fact.value : undefined)

/** A word of the API; nothing and no text are both that it is not told. */
function readWord(vm: Subject, path: string, shape: RegExp): Fact<string | undefined> {
  const raw = readRaw(vm, path)
  if (!raw.known) return raw
  const { value } = raw
  if (value === undefined || value === '') return known(undefined, raw.from)
  return typeof value === 'string' && shape.test(value)
    ? known(value, raw.from)
    : unknown('fault', raw.from, 'not in the words of the API')
}

/** What knowledge says of the VMware Tools of one guest. */
export interface ToolsState {
  /** Flaws that are open, or that only a person can judge; worst first, the newest first of the same state. */
  readonly open: readonly Match[]
  /** The lowest version of which nothing is open, if one is known. */
  readonly target?: string
  /** Of a line that is younger than every advisory: nothing is known of it. */
  readonly isBeyond: boolean
}

const judged = new WeakMap<Knowledge, Map<string, ToolsState>>()

/**
 * Judges VMware Tools by all advisories that were published up to a day. A number convicts those of the vendor alone:
 * distributions carry fixes back into older versions of open-vm-tools, so there a low one is a question.
 */
export function toolsStateOf(knowledge: Knowledge, tools: NumberedTools, day: Day): ToolsState {
  // Thousands of guests run a few versions.
  const ready = judged.get(knowledge) ?? new Map<string, ToolsState>()
  judged.set(knowledge, ready)
  const key = `${day} ${tools.version} ${tools.isPackaged} ${tools.guest ?? ''}`
  const state = ready.get(key) ?? judge(indexOf(knowledge), tools, day)
  ready.set(key, state)
  return state
}

function judge(index: KnowledgeIndex, tools: NumberedTools, day: Day): ToolsState {
  const found = openOf(index, tools, day)
  const target = found.length > 0 ? targetOf(index, tools, day) : undefined
  const [, newest] = linesOf(index)
  const isBeyond = majorOf(tools.version) > newest
  return { open: found, ...(target === undefined ? {} : { target }), isBeyond }
}

const majorOf = (version: string): number => Number(version.split('.')[0])

/** The oldest and the newest line that an advisory names. */
function linesOf(index: KnowledgeIndex): readonly [oldest: number, newest: number] {
  const lines = index.advisoriesOf('tools').flatMap(({ rows }) => rows.flatMap(ofTools).map(({ line }) => Number(line)))
  return [Math.min(...lines), Math.max(0, ...lines)]
}

const ofTools = (row: Advisory['rows'][number]) => (row.product === 'tools' ? [row] : [])

function openOf(index: KnowledgeIndex, tools: NumberedTools, day: Day): readonly Match[] {
  const located = index.locate(asInstalled(tools))
  const [oldest] = linesOf(index)
  // The vendor looks at no version before the lines that it names; what was found since was there before.
  const isAbandoned = majorOf(tools.version) < oldest
  return matchAll(index, located, day)
    .map((match) => {
      if (match.state === 'notListed' && isAbandoned)
        return { ...match, state: 'presumedAffected', because: 'pastSupport' } as const
      if (match.state !== 'affected') return match
      const isOfSomeGuests = match.row?.guests !== undefined && tools.guest === undefined
      return tools.isPackaged || isOfSomeGuests ? ({ ...match, state: 'review' } as const) : match
    })
    .filter(isOpen)
    .toSorted(
      (one, other) => worse(one.state, other.state) || other.advisory.published.localeCompare(one.advisory.published),
    )
}

const asInstalled = ({ version, guest }: NumberedTools): Installed => ({
  product: 'tools',
  branch: String(majorOf(version)),
  build: 0,
  role: 'unspecified',
  version,
  ...(guest ? { guest } : {}),
})

/** The lowest version with a fix on which nothing is open. */
function targetOf(index: KnowledgeIndex, tools: NumberedTools, day: Day): string | undefined {
  const fixes = index
    .advisoriesOf('tools')
    .flatMap(({ rows }) => rows.flatMap(ofTools).flatMap(({ fix }) => versionOf(fix)))
  return [...new Set(fixes)]
    .filter((version) => compareVersions(version, tools.version) > 0)
    .toSorted(compareVersions)
    .find((version) => openOf(index, { ...tools, version, isPackaged: false }, day).length === 0)
}

const versionOf = (fix: Fix): readonly string[] =>
  fix.status === 'fixed' && fix.version !== undefined ? [fix.version] : []
