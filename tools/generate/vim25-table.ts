import type { Field, ManagedType, Model } from './vim25-model.ts'

/**
 * One line a type, so that loading is a split and only what is looked up is parsed (`src/schema/parse.ts` reads it).
 *
 *     D name base since field field …            field  = name:type[[]][?][*][:since[:privilege]]
 *     E name since value value …                 ?      = optional, * = secret, since = index into the versions (base 36),
 *     M name base since property … | method |…             left out when it is the owner's
 *                                                method = name;since;returns[?];result;privilege;param,…;fault,…
 */
export function printTable(model: Model): string {
  const lines = [
    ...model.data.map((t) => words('D', t.name, t.base || '-', at(t.since), ...t.fields.map((f) => field(f, t.since)))),
    ...model.enums.map((t) => words('E', t.name, at(t.since), ...t.values)),
    ...model.managed.map(managed),
  ]
  for (const line of lines) if (/[`\\$]/.test(line)) throw new Error(`cannot quote ${line}`)
  return [
    `export const apiVersions = ${JSON.stringify(model.versions)} as const`,
    `export const table = \`${lines.join('\n')}\``,
    '',
  ].join('\n')
}

const words = (...all: string[]) => all.join(' ')
const at = (since: number) => since.toString(36)

function field(f: Field, ownerSince: number): string {
  const type = f.type + (f.array ? '[]' : '') + (f.optional ? '?' : '') + (f.secret ? '*' : '')
  const since = f.since === ownerSince ? '' : at(f.since)
  return [f.name, type, since, f.privilege].join(':').replace(/:+$/, '')
}

function managed(t: ManagedType): string {
  const head = words('M', t.name, t.base || '-', at(t.since), ...t.props.map((p) => field(p, t.since)))
  const methods = t.methods.map((m) =>
    [
      m.name,
      at(m.since),
      m.returns + (m.optional ? '?' : ''),
      m.result,
      m.privilege,
      m.params.map((p) => field(p, m.since)).join(','),
      m.faults.join(','),
    ].join(';'),
  )
  return [head, ...methods].join('|')
}
