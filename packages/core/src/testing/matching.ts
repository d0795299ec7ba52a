import { curated, indexOf, matchCve, type Installed, type Knowledge, type MatchState } from '../advisory/index.ts'

/** An advisory by its id. */
export function advisoryOf(id: string, knowledge: Knowledge = curated): Knowledge['advisories'][number] {
  const found = knowledge.advisories.find((one) => one.id === id)
  if (!found) throw new Error(`no advisory ${id}`)
  return found
}

export const esx = (branch: string, build: number): Installed => ({ product: 'esx', branch, build, role: 'iso' })

export const vcenter = (
  branch: string,
  build: number,
  role: Installed['role'] = 'iso',
  version?: string,
): Installed => ({
  product: 'vcenter',
  branch,
  build,
  role,
  ...(version === undefined ? {} : { version }),
})

/** What is known of one flaw on one server, by the shipped table unless told otherwise. */
export const stateOf = (installed: Installed, id: string, cve: string, from = indexOf(curated)): MatchState =>
  matchCve(from, from.locate(installed), advisoryOf(id, from.knowledge), cve).state
