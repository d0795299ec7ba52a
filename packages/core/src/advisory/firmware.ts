import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../model/index.ts'
import { compareVersions, type Day, type FirmwarePart, type FirmwareRow, type Knowledge } from './knowledge.ts'

export const SYSTEM = 'hardware.systemInfo'
export const BIOS = 'hardware.biosInfo'
/** Where hosts name the firmware of their management controller, among temperatures and fans. */
export const SENSORS = 'runtime.healthSystemRuntime.systemHealthInfo.numericSensorInfo'

/** The firmware of one part. */
export interface InstalledFirmware {
  /** For people: `U30 2.68`. */
  readonly name: string
  /** What compares by its numbers, `2.15.1`; absent where the version is none that does. */
  readonly version?: string
  /** The day that it carries. */
  readonly day?: Day
}

/** A server and its firmware, as its host tells them. */
export interface Firmware {
  readonly maker: string
  readonly model: string
  readonly bios: InstalledFirmware
  /** `undefined` where no sensor names it. */
  readonly bmc: Fact<InstalledFirmware | undefined>
}

/** Reads which server a host is, and what firmware it runs. */
export function readFirmware(host: Subject): Fact<Firmware> {
  const system = readRaw(host, SYSTEM)
  if (!system.known) return system
  const bios = readRaw(host, BIOS)
  if (!bios.known) return bios
  const [maker, model] = [wordOf(system.value, 'vendor'), wordOf(system.value, 'model')]
  if (maker === undefined || model === undefined)
    return unknown('notCollected', system.from, 'the host does not name its maker and model')
  const installed = biosOf(bios.value)
  return installed
    ? known({ maker, model, bios: installed, bmc: mapFact(readRaw(host, SENSORS), bmcOf) }, system.from)
    : unknown('notCollected', bios.from, 'the host does not tell its BIOS')
}

function wordOf(value: unknown, field: string): string | undefined {
  const word = isRecord(value) ? value[field] : undefined
  return typeof word === 'string' && word.trim() !== '' ? word.trim() : undefined
}

const DOTTED = /^\d{1,6}(\.\d{1,6}){1,4}$/

/**
 * The version is what compares, or the two numbers beside it: at HPE the version is the family of the ROM, `U30`, on
 * servers of many generations. 255 stands for a number that the firmware does not give (SMBIOS, type 0).
 */
function biosOf(value: unknown): InstalledFirmware | undefined {
  const told = wordOf(value, 'biosVersion')
  const [major, minor] = isRecord(value) ? [value['majorRelease'], value['minorRelease']] : []
  const numbers = isByte(major) && isByte(minor) ? `${major}.${String(minor).padStart(2, '0')}` : undefined
  const version = told !== undefined && DOTTED.test(told) ? told : numbers
  const date = /^(\d{4}-\d{2}-\d{2})T/.exec(wordOf(value, 'releaseDate') ?? '')?.[1]
  if (told === undefined && version === undefined && date === undefined) return undefined
  const name = [...new Set([told, version])].filter((word) => word !== undefined).join(' ')
  return { name, ...(version === undefined ? {} : { version }), ...(date === undefined ? {} : { day: date }) }
}

const isByte = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 255

/** `Hewlett Packard Enterprise BMC Firmware (node 0) 46:10000 2.78`: its version stands last. */
function bmcOf(value: unknown): InstalledFirmware | undefined {
  const names = Array.isArray(value) ? value.map((one) => wordOf(one, 'name') ?? '') : []
  const last = names
    .find((name) => name.includes('BMC Firmware'))
    ?.split(' ')
    .at(-1)
  return last !== undefined && DOTTED.test(last) ? { name: last, version: last } : undefined
}

/** What knowledge says of the firmware of one server. */
export interface FirmwareState {
  /** What is open; the newest first. */
  readonly open: readonly FirmwareRow[]
  /** What the server does not tell enough for. */
  readonly untold: readonly FirmwareRow[]
  /** What it holds, or never had. */
  readonly held: readonly FirmwareRow[]
  /** The day on which its maker had nothing newer than the BIOS that it runs. */
  readonly newestOn?: Day
}

/** Judges the firmware of a server by the rows of its model that were published up to a day. */
export function firmwareStateOf(knowledge: Knowledge, firmware: Firmware, day: Day): FirmwareState {
  const rows = knowledge.hardware
    .filter((row) => row.published <= day && isAbout(row, firmware))
    .toSorted((one, other) => other.published.localeCompare(one.published))
  const of = (wanted: RowState) => rows.filter((row) => rowState(row, partOf(firmware, row.part)) === wanted)
  const held = of('held')
  const newestOn = held.find((row) => row.part === 'bios' && row.newestOn !== undefined)?.newestOn
  return { open: of('open'), untold: of('untold'), held, ...(newestOn === undefined ? {} : { newestOn }) }
}

type RowState = 'open' | 'untold' | 'held'

const partOf = ({ bios, bmc }: Firmware, part: FirmwarePart): InstalledFirmware | undefined =>
  part === 'bios' ? bios : bmc.known ? bmc.value : undefined

function rowState({ fixed, since }: FirmwareRow, installed: InstalledFirmware | undefined): RowState {
  if ('day' in fixed) return installed?.day === undefined ? 'untold' : installed.day >= fixed.day ? 'held' : 'open'
  const version = installed?.version
  if (version === undefined) return 'untold'
  const isYounger = since === undefined || compareVersions(version, since) >= 0
  return isYounger && compareVersions(version, fixed.version) < 0 ? 'open' : 'held'
}

const isAbout = ({ makers, models }: FirmwareRow, { maker, model }: Firmware): boolean =>
  makers.some((one) => fold(one) === fold(maker)) && models.some((pattern) => isLike(fold(model), fold(pattern)))

const fold = (word: string) => word.toLowerCase()

/** Whether a text has the parts of a pattern between its stars, in their order; linear, for patterns come from outside. */
function isLike(text: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return text === head
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false
  const end = text.length - tail.length
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
