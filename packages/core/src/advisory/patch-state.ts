import {
  compareVersions,
  lineOf,
  type Advisory,
  type Day,
  type Knowledge,
  type Product,
  type ReleaseKind,
  type ReleaseRow,
} from './knowledge.ts'
import { openKnowledge, type Installed, type KnowledgeIndex, type Located } from './locate.ts'
import { matchAll, states, type Match, type MatchState } from './match.ts'

/** One advisory with flaws that are open on a server, or that only a person can judge. */
export interface OpenAdvisory {
  readonly advisory: Advisory
  /** The worst state of its flaws. */
  readonly state: MatchState
  readonly matches: readonly Match[]
}

/** The release to go to. */
export interface UpdateTarget {
  readonly release: ReleaseRow
  /** Whether the line changes: an upgrade, with a hardware and compatibility check of its own. */
  readonly isUpgrade: boolean
  /** What stays open after it; empty of the smallest release that closes everything. */
  readonly leaves: readonly Match[]
}

/** All that knowledge says of one server. */
export interface PatchState {
  readonly located: Located
  /** Worst first; of the same state the newest first. */
  readonly open: readonly OpenAdvisory[]
  /** Absent where nothing is open on a release that is still offered, or no release that is known closes anything. */
  readonly target?: UpdateTarget
  /** The last day of which this speaks: today, or the day of older knowledge. */
  readonly asOf: Day
}

const CLOSED: ReadonlySet<MatchState> = new Set(['fixed', 'fixedInferred', 'notListed'])

export const isOpen = ({ state }: { readonly state: MatchState }): boolean => !CLOSED.has(state)

/** The vendor took this release back: no place to stay, whatever it fixes. */
export const isWithdrawn = ({ release }: Located): boolean => release?.kind === 'withdrawn'

/** Orders states, worst first. */
export const worse = (one: MatchState, other: MatchState): number => states.indexOf(one) - states.indexOf(other)

interface Book {
  readonly index: KnowledgeIndex
  readonly states: Map<string, PatchState>
  /** What is open on each release, by day: every server that looks for an update asks the same. */
  readonly leaves: Map<Day, Map<ReleaseRow, readonly Match[]>>
}

const books = new WeakMap<Knowledge, Book>()

function bookOf(knowledge: Knowledge): Book {
  const ready = books.get(knowledge)
  if (ready) return ready
  const made: Book = { index: openKnowledge(knowledge), states: new Map(), leaves: new Map() }
  books.set(knowledge, made)
  return made
}

/** The index of knowledge, made once. */
export const indexOf = (knowledge: Knowledge): KnowledgeIndex => bookOf(knowledge).index

/**
 * Judges a server by all advisories that were published up to a day. Servers with the same number get the same answer,
 * so a thousand hosts cost as many judgements as they have builds.
 */
export function patchStateOf(knowledge: Knowledge, installed: Installed, day: Day): PatchState {
  const book = bookOf(knowledge)
  const { states: ready } = book
  const { product, branch, build, role, version = '', guest = '' } = installed
  const key = `${day} ${product} ${branch} ${build} ${role} ${version} ${guest}`
  const found = ready.get(key)
  if (found) return found
  const made = judge(book, installed, day)
  ready.set(key, made)
  return made
}

function judge(book: Book, installed: Installed, day: Day): PatchState {
  const { index } = book
  const located = index.locate(installed)
  const matches = matchAll(index, located, day).filter(isOpen)
  const open = openOf(matches)
  const target = matches.length > 0 || isWithdrawn(located) ? targetOf(book, located, day, matches.length) : undefined
  // An old snapshot may be judged as of its own day; knowledge never reaches beyond its own.
  const asOf = day < index.knowledge.asOf ? day : index.knowledge.asOf
  return { located, open, ...(target ? { target } : {}), asOf }
}

function openOf(matches: readonly Match[]): readonly OpenAdvisory[] {
  const byAdvisory = Map.groupBy(matches, ({ advisory }) => advisory)
  return [...byAdvisory]
    .map(([advisory, list]): OpenAdvisory => {
      const sorted = list.toSorted((one, other) => worse(one.state, other.state))
      return { advisory, state: sorted[0]?.state ?? 'review', matches: sorted }
    })
    .toSorted(
      (one, other) => worse(one.state, other.state) || other.advisory.published.localeCompare(one.advisory.published),
    )
}

/** Images of patch days with the security fixes alone exist beside these, and go away with them. */
const UPDATES: ReadonlySet<ReleaseKind> = new Set(['ga', 'update', 'full'])

const topBuild = ({ builds }: ReleaseRow) => Math.max(0, ...builds.map(({ build }) => build))

/**
 * The smallest known release, of the same branch, line or a later one, on which nothing is open; without one, that on
 * which least is. A line that has left general support is no place to go to.
 */
function targetOf(book: Book, located: Located, day: Day, before: number): UpdateTarget | undefined {
  let best: UpdateTarget | undefined
  for (const release of updatesOf(book.index, located, day)) {
    const leaves = leavesOf(book, release, day)
    const target = { release, isUpgrade: lineOf(release.branch) !== lineOf(located.branch), leaves }
    if (leaves.length === 0) return target
    if (leaves.length < (best?.leaves.length ?? before)) best = target
  }
  return best
}

function leavesOf({ index, leaves }: Book, release: ReleaseRow, day: Day): readonly Match[] {
  const ofDay = leaves.get(day) ?? new Map<ReleaseRow, readonly Match[]>()
  leaves.set(day, ofDay)
  const ready = ofDay.get(release)
  if (ready) return ready
  const made = matchAll(index, index.locate(asInstalled(release)), day).filter(isOpen)
  ofDay.set(release, made)
  return made
}

function updatesOf(index: KnowledgeIndex, located: Located, day: Day): readonly ReleaseRow[] {
  const { product, branch, build } = located
  const isMended = (line: string) => (index.supportEnds(line) ?? day) >= day
  return index
    .branchesOf(product)
    .filter((one) => compareVersions(one, branch) >= 0)
    .filter((one) => lineOf(one) === lineOf(branch) || isMended(lineOf(one)))
    .flatMap((one) =>
      index
        .releasesOf(product, one)
        .filter((release) => UPDATES.has(release.kind) && topBuild(release) > 0)
        .filter((release) => (release.date ?? day) <= day)
        .filter((release) => one !== branch || topBuild(release) > build),
    )
}

function asInstalled(release: ReleaseRow): Installed {
  const iso = release.builds.find(({ role }) => role === 'iso') ?? release.builds[0]
  return {
    product: release.product,
    branch: release.branch,
    build: iso?.build ?? 0,
    role: iso?.role ?? 'iso',
    ...(release.version === undefined ? {} : { version: release.version }),
  }
}

/** What each product is called. */
export const productNames: Readonly<Record<Product, string>> = {
  esx: 'ESX',
  vcenter: 'vCenter Server',
  tools: 'VMware Tools',
}
