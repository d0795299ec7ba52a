import { inSpan, releases, type Release } from '../model/index.ts'
import type { Control } from './control.ts'
import { crosswalk, nistByCci } from './generated/frameworks.ts'
import { publishedIds, type FactId } from './published.ts'

/** The security frameworks whose items the controls are traced to. A control relates to an item; it does not meet it alone. */
export const frameworks = ['nist80053r5', 'nist800171r3', 'nistCsf2', 'cisControls81', 'pciDss401', 'cci'] as const
export type Framework = (typeof frameworks)[number]

/** The names by which the publishers call them. */
export const frameworkNames: Readonly<Record<Framework, string>> = {
  nist80053r5: 'NIST SP 800-53 r5',
  nist800171r3: 'NIST SP 800-171 r3',
  nistCsf2: 'NIST CSF 2.0',
  cisControls81: 'CIS Controls 8.1',
  pciDss401: 'PCI DSS 4.0.1',
  cci: 'CCI',
}

/** Ids of items by framework, in their natural order; a framework without one is left out. */
export type FrameworkItems = Readonly<Partial<Record<Framework, readonly string[]>>>

/** What the vendor's crosswalk says of each fact; CCIs come with the STIG rules. */
export type Crosswalk = Readonly<
  Partial<Record<FactId, Readonly<Partial<Record<Exclude<Framework, 'cci'>, readonly string[]>>>>>
>

/**
 * The items of frameworks that a control relates to, on these releases or on any.
 *
 * Two sources: the vendor's crosswalk, published beside the 9.1 guide and carried here to the same question on every
 * release; and the CCIs of the STIG rules, which are those of the release, with what DISA says each is in NIST SP 800-53.
 */
export function frameworksOf(control: Control, ...on: readonly Release[]): FrameworkItems {
  const asked = (on.length === 0 ? releases : on).filter((one) => !control.span || inSpan(one, control.span))
  return asked.length === 0 ? {} : frameworksOfFacts(control.facts, on.length === 0 ? undefined : asked)
}

/** As `frameworksOf`, of rows of the fact base; without releases all STIG rules count, those of NSX among them. */
export function frameworksOfFacts(facts: readonly FactId[], on?: readonly Release[]): FrameworkItems {
  const rules = facts
    .flatMap((fact) => publishedIds(fact).stig ?? [])
    .filter((rule) => on?.some((release) => rule.releases.includes(release)) ?? true)
  const cci = rules.flatMap((rule) => rule.cci ?? [])
  const items = (framework: Framework) => {
    if (framework === 'cci') return cci
    const mapped = facts.flatMap((fact) => crosswalk[fact]?.[framework] ?? [])
    return framework === 'nist80053r5' ? [...mapped, ...cci.flatMap((one) => nistByCci[one] ?? [])] : mapped
  }
  return Object.fromEntries(
    frameworks
      .map((framework) => [framework, [...new Set(items(framework))].toSorted(compareItems)] as const)
      .filter(([, ids]) => ids.length > 0),
  )
}

/** A framework, and an item of it or a glob. */
export interface FrameworkQuery {
  readonly framework: Framework
  readonly item: string
}

/** Reads `nist80053r5:AC-7`, or a framework alone, which asks for any of its items; `undefined` for no such framework. */
export function parseFramework(asked: string): FrameworkQuery | undefined {
  const [name = '', ...item] = asked.split(':')
  const framework = frameworks.find((one) => one.toLowerCase() === name.trim().toLowerCase())
  return framework && { framework, item: item.join(':').trim() || '*' }
}

/** Whether a control relates to what is asked for, as `parseFramework` reads it. */
export function answersFramework(control: Control, asked: string): boolean {
  const query = parseFramework(asked)
  return (
    query !== undefined && (frameworksOf(control)[query.framework]?.some((id) => matchesItem(query.item, id)) ?? false)
  )
}

/**
 * Whether an item is meant by an id or a glob: itself or a parent of it, however the publishers space and pad it.
 * `AC-07` and `AC-7` mean `AC-7`, `AC-7 a` and `AC-7 (1)`; `8.3` means `8.3.4`, and not `8.30`; `AC-*` a family.
 */
export function matchesItem(pattern: string, id: string): boolean {
  const held = partsOf(id)
  const asked = partsOf(pattern)
  return asked.length > 0 && asked.every((part, index) => globOf(part).test(held[index] ?? ''))
}

/** `AC-07 (01) a` as `ac 7 1 a`. */
const partsOf = (id: string): readonly string[] =>
  (id.toLowerCase().match(/[a-z*?]*[a-z][a-z*?]*|[\d*?]+/g) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''))

const globOf = (part: string) => new RegExp(`^${part.replaceAll(/\*+/g, '.+').replaceAll('?', '.')}$`)

/** The order in which a framework prints its items: 8.3.9 before 8.3.10. */
export const compareItems = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })
