/** What is mutated, one row an area: `npm run mutation -- control` runs one, a name before a slash runs all of its kind. */
export interface Area {
  readonly name: string
  /** Globs from the repository's root, as Stryker reads them. */
  readonly files: readonly string[]
}

const core = 'packages/core/src'

/** The judgement rows of a folder of the catalogue: what runs only while the file loads is data, and Stryker leaves it out. */
const judgements = (folder: string): Area => ({
  name: `judgements/${folder}`,
  files: [`${core}/catalog/${folder}/**/*.ts`],
})

export const areas: readonly Area[] = [
  { name: 'control', files: [`${core}/control/*.ts`] },
  { name: 'assess', files: [`${core}/assess/*.ts`] },
  { name: 'advisory', files: [`${core}/advisory/*.ts`] },
  { name: 'judgements/shared', files: [`${core}/catalog/*.ts`] },
  ...['cluster', 'esx', 'network', 'nsx', 'sso', 'vcenter', 'vm'].map(judgements),
]

/** The areas that the arguments name, all without any; undefined where one names none. */
export function chooseAreas(names: readonly string[]): readonly Area[] | undefined {
  const isNamed = (area: Area, name: string) => area.name === name || area.name.startsWith(`${name}/`)
  if (names.some((name) => !areas.some((area) => isNamed(area, name)))) return undefined
  return names.length === 0 ? areas : areas.filter((area) => names.some((name) => isNamed(area, name)))
}
