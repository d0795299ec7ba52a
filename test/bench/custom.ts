/**
 * `node test/bench/custom.ts [VMs] [controls]`: what controls in CEL cost an assessment, by the kind of expression. Needs no
 * server: the estate is made here, with 15 devices and 34 extra settings a machine, as the realistic inventory has them.
 */
import { assess } from '@sakimori/core/assess'
import { defaultPolicy, type Control } from '@sakimori/core/control'
import { openInventory, SNAPSHOT_SCHEMA, type Snapshot } from '@sakimori/core/model'
import { buildControl, createEngine } from '@sakimori/custom'
import { CustomControl } from '@sakimori/custom/definition'

const [vms = 10_000, count = 100] = process.argv.slice(2).map(Number)
const ROUNDS = 3

const expressions = {
  'four clauses':
    'self.config.firmware == "efi" && self.config.hardware.numCPU <= 8 && !self.config.template && self.name.startsWith("vm-")',
  'every device': 'self.config.hardware.device.all(d, !isA(d, "VirtualFloppy"))',
  'a regular expression': 'self.name.matches("^vm-[0-9]+$")',
  'the host of each': 'get(self.runtime.host).runtime.connectionState == "connected"',
} as const

const host = { type: 'HostSystem', value: 'host-1' }

const machine = (index: number) => ({
  ref: { type: 'VirtualMachine', value: `vm-${index}` },
  values: {
    name: `vm-${index}`,
    'config.firmware': 'efi',
    'config.template': false,
    'config.hardware.numCPU': 4,
    'config.hardware.device': Array.from({ length: 15 }, (_, key) => ({
      _typeName: 'VirtualDisk',
      key,
      capacityInKB: key,
    })),
    'config.extraConfig': Array.from({ length: 34 }, (_, key) => ({
      _typeName: 'OptionValue',
      key: `k${key}`,
      value: 'v',
    })),
    'runtime.host': host,
  },
})

const snapshot: Snapshot = {
  schema: SNAPSHOT_SCHEMA,
  estate: {
    name: 'bench',
    endpoint: 'https://bench.invalid',
    kind: 'vcenter',
    product: 'bench',
    version: '8.0.3',
    build: '1',
    apiVersion: '8.0.3.0',
    instanceUuid: '',
    collectedAt: '2026-11-24T00:00:00Z',
    tls: 'verified',
  },
  asked: {},
  objects: [
    { ref: host, values: { name: 'esx1', 'runtime.connectionState': 'connected' } },
    ...Array.from({ length: vms }, (_, index) => machine(index)),
  ],
}

const engine = createEngine()

function controlOf(pass: string, index: number): Control {
  const built = buildControl(
    CustomControl.parse({
      id: `custom.c${index}`,
      area: 'vm-isolation',
      severity: 'low',
      title: 'T',
      rationale: 'R',
      subject: 'VirtualMachine',
      judge: {
        reads: [
          'config.firmware',
          'config.template',
          'config.hardware.numCPU',
          'config.hardware.device',
          'runtime.host',
          { type: 'HostSystem', path: 'runtime.connectionState' },
        ],
        pass,
      },
    }),
    engine,
  )
  if ('mistakes' in built) throw new Error(JSON.stringify(built.mistakes))
  return built
}

const context = { now: new Date('2026-11-24T00:00:00Z'), policy: defaultPolicy, baseline: 'sakimori' } as const
console.log(`| ${count} controls × ${vms} VMs | ms (median of ${ROUNDS}) | µs a verdict | to load |\n|---|---|---|---|`)
for (const [what, pass] of Object.entries(expressions)) {
  const before = performance.now()
  const controls = Array.from({ length: count }, (_, index) => controlOf(pass, index))
  const loaded = performance.now() - before
  const times = Array.from({ length: ROUNDS }, () => {
    const inventory = openInventory(snapshot)
    const started = performance.now()
    const { coverage } = assess(inventory, { context, controls })
    if (coverage.byVerdict.pass !== vms * count) throw new Error(`${what}: ${JSON.stringify(coverage.byVerdict)}`)
    return performance.now() - started
  }).toSorted((one, other) => one - other)
  const ms = times[1] ?? Number.NaN
  console.log(`| ${what} | ${ms.toFixed(0)} | ${((ms * 1000) / (vms * count)).toFixed(2)} | ${loaded.toFixed(0)} ms |`)
}
