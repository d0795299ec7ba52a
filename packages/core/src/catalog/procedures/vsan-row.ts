import { procedure, type Procedure, type ProcedureRow } from '../../control/index.ts'
import { isRecord, known, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'

const CONFIG = 'configurationEx'

/** Whether vSAN is on for a cluster; an answer without `vsanConfigInfo` says neither yes nor no. */
function hasVsan(cluster: Subject): Fact<boolean> {
  const config = readRaw(cluster, CONFIG)
  if (!config.known) return config
  const vsan = isRecord(config.value) ? config.value['vsanConfigInfo'] : undefined
  const enabled = isRecord(vsan) ? vsan['enabled'] : undefined
  const from = { ...config.from, path: `${CONFIG}.vsanConfigInfo.enabled` }
  return typeof enabled === 'boolean' ? known(enabled, from) : unknown('notSupported', from, 'not set')
}

const byHand = text(
  '(By hand for now: Sakimori does not read vSAN’s own API yet.)',
  '(Sakimori は vSAN 専用の API にまだ対応していないため、手動で確認する。)',
)

type VsanRow = Omit<ProcedureRow, 'subject' | 'reads' | 'applies'>

/** A question about a vSAN cluster: these settings are in vSAN’s own SOAP interface, which Sakimori does not speak yet. */
export function ofVsan(row: VsanRow): Procedure {
  const { steps } = row
  return procedure({
    ...row,
    subject: 'ClusterComputeResource',
    reads: [{ type: 'ClusterComputeResource', path: CONFIG }],
    applies: hasVsan,
    steps: { en: `${steps.en}\n${byHand.en}`, ja: `${steps.ja}\n${byHand.ja}` },
  })
}
