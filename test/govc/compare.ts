import { requirePeer, runToEnd } from '@sakimori/testkit'

import type { Row } from './commands.ts'

/** How one server answered a command. */
export interface Answer {
  readonly code: number
  /** Lines of its text, or paths of its JSON: sorted, each once, without what is never the same twice. */
  readonly lines: readonly string[]
  /** What it said when it failed. */
  readonly complaint: string
}

/** Runs a row's command on a server. */
export async function ask(row: Row, env: Readonly<Record<string, string>>): Promise<Answer> {
  const [command = '', ...args] = row.run
  const argv = row.json ? [command, '-json', ...args] : [command, ...args]
  const { code, stdout, stderr } = await runToEnd(requirePeer('govc'), argv, { env })
  if (code !== 0) return { code, lines: [], complaint: complaintIn(stderr) }
  const text = stdout.split('\n').map(normalise)
  const lines = row.json ? shapeOf(JSON.parse(stdout === '' ? 'null' : stdout)) : text.filter((line) => line !== '')
  return { code, lines: [...new Set(lines)].filter((line) => !isRandom(line)).sort(), complaint: '' }
}

/** vcsim places its VMs at random, so that a host of a cluster may have none: an empty list is left out of the JSON. */
const isRandom = (path: string): boolean => /^hostSystems\[\]\.vm(\[|$)/.test(path)

/** The sentence of an error: its last line, or what its JSON says. */
function complaintIn(stderr: string): string {
  const [, quoted] = /"(?:localizedMessage|string|error)": "((?:[^"\\]|\\.)*)"/.exec(stderr) ?? []
  return normalise(quoted ?? stderr.trim().split('\n').at(-1) ?? '').replace(/^\S*govc: /, '')
}

const changing: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b[0-9a-f]{2}( [0-9a-f]{2}){7}-[0-9a-f]{2}( [0-9a-f]{2}){7}\b/gi, 'UUID'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, 'UUID'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?[-+]\d{4} \w+|Z)?/g, 'TIME'],
  [/\[\d\d-\d\d-\d\d \d\d:\d\d:\d\d\]/g, 'TIME'],
  [/https:\/\/127\.0\.0\.1:\d+/g, 'SERVER'],
  [/\b(host|vm|datastore|network|dvportgroup|dvs|group-\w|resgroup|domain-[cs]|datacenter|task|session)-\d+\b/g, 'ID'],
  [/(DVUplinks)-\d+/g, '$1-N'],
  [/ +/g, ' '],
]

const normalise = (text: string): string =>
  changing.reduce((line, [pattern, name]) => line.replaceAll(pattern, name), text).trim()

/** The paths of all keys: 'hostSystems[].summary.hardware.vendor'. The elements of a list are taken together. */
function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shapeOf(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return value === null ? [] : [path]
  return Object.entries(value).flatMap(([key, item]) => shapeOf(item, path === '' ? key : `${path}.${key}`))
}

/** What the twin says of a method that it does not have. A failure for that reason is never the same as vcsim's. */
const notSimulated = 'The twin does not simulate'

/** What differs between two answers, in words; empty = nothing. */
export function differences(row: Row, vcsim: Answer, twin: Answer): readonly string[] {
  if (vcsim.code !== twin.code || vcsim.code !== 0) {
    if (vcsim.code === twin.code && !twin.complaint.includes(notSimulated)) return []
    const said = (answer: Answer) => (answer.code === 0 ? 'done' : `exit ${answer.code}: ${answer.complaint}`)
    return [`vcsim ${said(vcsim)}`, `twin ${said(twin)}`]
  }
  const only = (mine: readonly string[], other: readonly string[]) => {
    const own = mine.filter((line) => !other.includes(line))
    return row.json ? topmost(own, other) : own
  }
  return [
    ...only(vcsim.lines, twin.lines).map((line) => `only vcsim: ${line}`),
    ...only(twin.lines, vcsim.lines).map((line) => `only twin: ${line}`),
  ]
}

/** Where a whole object is on one side only, its path instead of that of each of its keys. */
function topmost(paths: readonly string[], other: readonly string[]): readonly string[] {
  const tops = paths.map((path) => {
    const steps = path.split(/(?=\.|\[\])/)
    const end = steps.findIndex((_, at) => {
      const start = steps.slice(0, at + 1).join('')
      return !other.some((one) => one === start || one.startsWith(`${start}.`) || one.startsWith(`${start}[`))
    })
    return end < 0 ? path : steps.slice(0, end + 1).join('')
  })
  return [...new Set(tops)]
}
