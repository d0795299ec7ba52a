import { assess, type Finding } from '@sakimori/core/assess'
import { defaultPolicy, type Control } from '@sakimori/core/control'
import { openInventory, type Snapshot } from '@sakimori/core/model'
import { buildControl, createEngine } from '../build/build.ts'
import type { Mistake } from '../build/mistake.ts'
import { CustomControl } from '../definition.ts'
import { sampleSubject, snapshotOf, type SampleObject } from '../laws/sample.ts'

const common = { id: 'custom.sample', area: 'vm-isolation', severity: 'low', title: 'T', rationale: 'R' } as const

/** A definition with the parts that no test is about. @throws ZodError */
export const definition = (parts: object): CustomControl => CustomControl.parse({ ...common, ...parts })

/** The control of a definition. @throws Error with the mistakes */
export function made(parts: object): Control {
  const built = buildControl(definition(parts), createEngine())
  if ('mistakes' in built) throw new Error(built.mistakes.map(({ message }) => message).join('\n'))
  return built
}

/** The mistakes of a definition that its schema accepts. */
export function mistakes(parts: object): readonly Mistake[] {
  const built = buildControl(definition(parts), createEngine())
  return 'mistakes' in built ? built.mistakes : []
}

const day = new Date('2026-11-24T00:00:00Z')

/** The findings of a control on a snapshot. */
export const findingsOn = (control: Control, snapshot: Snapshot, now = day): readonly Finding[] =>
  assess(openInventory(snapshot), {
    context: { now, policy: defaultPolicy, baseline: 'sakimori' },
    controls: [control],
  }).findings

/** What a judgement says of a virtual machine with some values, others of its estate, and paths that are missing. */
export function judged(
  judge: { readonly reads: readonly unknown[]; readonly pass: string; readonly [more: string]: unknown },
  values: Readonly<Record<string, unknown>> = {},
  missing: readonly string[] = [],
  others: readonly SampleObject[] = [],
): Finding {
  const control = made({ subject: 'VirtualMachine', releases: '8.0', judge })
  const objects = [sampleSubject('VirtualMachine', values, missing), ...others]
  const [finding] = findingsOn(control, snapshotOf({ release: '8.0', objects, reads: control.reads }))
  if (!finding) throw new Error('nothing was asked')
  return finding
}

/** The detail of the first missing fact of a finding. */
export function whyUnknown({ evidence }: Finding): string {
  const gone = evidence.find((fact) => !fact.known)
  return gone && !gone.known ? `${gone.missing}: ${gone.detail ?? gone.from.path}` : 'nothing is missing'
}
