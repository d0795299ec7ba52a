import fc from 'fast-check'
import type { Sample } from './report-sample.ts'
import { plainSample } from './report-sample.ts'

/** Names that have broken reports before, and any text at all: controls, broken surrogates, overrides. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"onmouseover="alert(1)',
    "' autofocus onfocus='x",
    '</style></title><img src=x onerror=alert(1)>',
    '<!--',
    ']]>',
    '{fail}',
    '\u001b[2J\u001b]0;owned\u0007',
    '\u009b31m',
    'safe\u202egnp.exe',
    '\u2066x\u2069',
    '=HYPERLINK("http://evil","x")',
    ' +1',
    '\u3000＝1+1',
    '－2',
    '＠SUM(1)',
    '\t=1',
    '\r=1',
    'a"b,c;d',
    'line\nbreak\r\n=1',
    '\u2028',
    '👩‍💻 サーバー ｶﾅ',
    'e\u0301\u0301\u0301',
    '\ufeff\u200b',
    'x'.repeat(100_000),
    '漢'.repeat(3_000),
    '__proto__',
    '',
  ),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** Values as a snapshot may hold them, and some that it should not. */
const anyValue = fc.oneof(
  hostileText,
  fc.integer({ min: -2, max: 8 }),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(undefined, null, 5n, new Date(Number.NaN), JSON.parse('{"__proto__":{"x":1}}') as unknown),
  fc.array(hostileText, { maxLength: 40 }),
  fc.object({ maxDepth: 8, withBigInt: true, withDate: true }),
)

/** Any estate that the sample controls can judge. */
export const anySample: fc.Arbitrary<Sample> = fc.record({
  estateName: hostileText,
  tls: fc.constantFrom('verified', 'caFile', 'pinned', 'insecure', 'plain'),
  baseline: fc.constantFrom('sakimori', 'stig', 'scg', 'cis'),
  hosts: fc.array(
    fc.record(
      {
        name: hostileText,
        lock: anyValue,
        lockdown: anyValue,
        switchName: hostileText,
        gone: fc.record({
          why: fc.constantFrom('notCollected', 'noPermission', 'notSupported', 'fault'),
          detail: hostileText,
        }),
      },
      { requiredKeys: ['name', 'lock', 'lockdown', 'switchName'] },
    ),
    { maxLength: 4 },
  ),
  vms: fc.array(fc.record({ name: hostileText, copy: anyValue }), { maxLength: 4 }),
  attestations: fc.array(
    fc.record(
      {
        control: fc.constantFrom('nsx.reviewed', 'vm.console-copy', 'no.such'),
        scope: fc.constantFrom({ all: true as const }, { ref: 'ClusterComputeResource:domain-c8' }),
        verdict: fc.constantFrom('pass', 'fail', 'notApplicable'),
        by: hostileText,
        role: hostileText,
        evidence: hostileText,
        date: fc.constantFrom('2026-10-01', '2026-11-01'),
        expires: fc.constantFrom('2026-11-23', '2026-11-24', '2027-01-01T00:00:00Z'),
      },
      { requiredKeys: ['control', 'verdict', 'by', 'evidence', 'date', 'expires'] },
    ),
    { maxLength: 3 },
  ),
  waivers: fc.array(
    fc.record({
      id: hostileText,
      control: fc.constantFrom('esx.account-lock-failures', 'vm.console-copy', 'nsx.reviewed', 'no.such'),
      scope: fc.oneof(
        fc.constant({ all: true as const }),
        fc.record({ ref: fc.constantFrom('HostSystem:host-0', 'VirtualMachine:vm-1') }),
        fc.record({ instanceUuid: fc.constant('uuid-0') }),
      ),
      owner: hostileText,
      approver: hostileText,
      reason: hostileText,
      expires: fc.constantFrom('2026-11-23', '2026-11-24', '2027-01-01T00:00:00Z'),
    }),
    { maxLength: 3 },
  ),
})

/** The plain sample with other names only: its verdicts and its layout must not depend on them. */
export function renameAll(name: string): Sample {
  return {
    ...plainSample,
    estateName: name,
    hosts: plainSample.hosts.map((host) => ({ ...host, name, switchName: name })),
    vms: plainSample.vms.map((vm) => ({ ...vm, name })),
  }
}

/** What nobody may find in a report: characters that cannot be seen or that move what can. Line feeds are ours. */
export const HIDDEN_LEFT = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
