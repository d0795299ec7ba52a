import { answersFramework, severities, type Area, type Control, type Severity } from '../control/index.ts'

/** Which controls are asked. What is left out of a filter does not narrow. */
export interface Filter {
  readonly areas?: readonly Area[]
  /** This severe or more, after the site's tailoring. */
  readonly severity?: Severity
  /** Ids or globs (`esx.*`); one that fits is enough. */
  readonly controls?: readonly string[]
  /** Items of security frameworks, or globs (`nist80053r5:AC-7`, `pciDss401`); one that fits is enough. */
  readonly frameworks?: readonly string[]
  /** Ids or globs; one that fits leaves the control out. */
  readonly exclude?: readonly string[]
}

/** A filter, and how much of the catalogue it let through. A part must not pass for the whole. */
export interface Selection extends Filter {
  readonly asked: number
  readonly of: number
}

/** Whether an id is meant by an id or by a glob: `*` is any text, `?` any one character. */
export function matchesId(pattern: string, id: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(id)
}

/** The controls that a filter lets through, and the selection to name in the reports; none where it lets all through. */
export function selectControls(
  controls: readonly Control[],
  filter: Filter,
  severityOf: (control: Control) => Severity = ({ severity }) => severity,
): { readonly controls: readonly Control[]; readonly selection: Selection | undefined } {
  const worst = severities.indexOf(filter.severity ?? 'low')
  const chosen = controls.filter(
    (control) =>
      (filter.areas?.includes(control.area) ?? true) &&
      severities.indexOf(severityOf(control)) <= worst &&
      (filter.controls?.some((pattern) => matchesId(pattern, control.id)) ?? true) &&
      (filter.frameworks?.some((asked) => answersFramework(control, asked)) ?? true) &&
      !filter.exclude?.some((pattern) => matchesId(pattern, control.id)),
  )
  if (chosen.length === controls.length) return { controls, selection: undefined }
  return { controls: chosen, selection: { ...filter, asked: chosen.length, of: controls.length } }
}
