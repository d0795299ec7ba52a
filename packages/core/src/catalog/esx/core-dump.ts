import {
  fail,
  pass,
  readEsxcli,
  readEsxcliCell,
  type Control,
  type EsxcliPath,
  type Outcome,
} from '../../control/index.ts'
import { isRecord, known, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const PARTITION = 'config.activeDiagnosticPartition'
const FILE: EsxcliPath = 'esxcli:system coredump file get'
const NETWORK: EsxcliPath = 'esxcli:system coredump network get'

const said = {
  kept: text('a dump goes to: {places}', 'ダンプの保存先: {places}'),
  none: text(
    'neither partition, file nor network takes a dump',
    'パーティション、ファイル、ネットワークのいずれにも保存先がない',
  ),
} as const

/** Whether a partition is set: unset means none, and one has an id. */
function readPartition(subject: Subject): Fact<boolean> {
  const raw = readRaw(subject, PARTITION)
  if (!raw.known || raw.value === undefined) return mapFact(raw, () => false)
  const isPartition = isRecord(raw.value) && isRecord(raw.value['id'])
  return isPartition ? known(true, raw.from) : unknown('fault', raw.from, 'not a partition')
}

/** Whether a dump file is in use: esxcli leaves the cell empty where there is none. */
function readFile(subject: Subject): Fact<boolean> {
  const rows = readEsxcli(subject, FILE)
  if (!rows.known) return rows
  const active = rows.value[0]?.['Active']
  return typeof active === 'string' ? known(active.trim() !== '', rows.from) : unknown('notCollected', rows.from)
}

/** The three places, each with whether it is set. One is enough, so that another that cannot be read does not matter. */
function judgeDump(subject: Subject): Outcome {
  const places: readonly (readonly [string, Fact<boolean>])[] = [
    ['partition', readPartition(subject)],
    ['file', readFile(subject)],
    [
      'network',
      mapFact(readEsxcliCell(subject, { path: NETWORK, column: 'Enabled' }), (value) => value.toLowerCase() === 'true'),
    ],
  ]
  const evidence = places.map(([, fact]) => fact)
  const set = places.flatMap(([name, fact]) => (fact.known && fact.value ? [name] : []))
  if (set.length > 0) return { ...pass(note(said.kept, { places: set.join(', ') })), evidence }
  const gone = evidence.filter((fact) => !fact.known)
  return gone.length > 0 ? { verdict: 'unknown', evidence: gone } : { ...fail(note(said.none, {})), evidence }
}

/** What a host leaves behind when it dies. */
export const coreDump: readonly Control[] = [
  {
    id: 'esx.core-dump-kept',
    kind: 'judgement',
    facts: ['esxi-coredump'],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'The host has a place to leave a core dump when it crashes',
      'ホストにクラッシュ時のコア ダンプの保存先がある',
    ),
    rationale: text(
      'A crash may be an attack on the hypervisor that missed; without a dump nobody can tell it from a faulty memory module.',
      'クラッシュは、失敗したハイパーバイザ攻撃かもしれない。ダンプがなければ、メモリ故障との区別もつかない。',
    ),
    impact: text(
      'A dump holds what was in memory, keys included: keep the place as closed as the host itself.',
      'ダンプには鍵を含むメモリの内容が入る。保存先もホストと同じ厳しさで保護すること。',
    ),
    reads: [PARTITION, FILE, NETWORK].map((path) => ({ type: 'HostSystem', path })),
    judge: judgeDump,
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'On the host: esxcli system coredump file add -d DATASTORE, then esxcli system coredump file set --smart --enable true; or esxcli system coredump network set with a dump collector.',
        'ホストで esxcli system coredump file add -d データストア、続いて esxcli system coredump file set --smart --enable true を実行する。または esxcli system coredump network set でダンプ コレクタを指定する。',
      ),
    },
  },
]
