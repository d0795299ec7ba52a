import { fail, judgeFacts, pass, readService, type Control } from '../../control/index.ts'
import { isRecord, mapFact, readRaw, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

const DATE_TIME = 'config.dateTimeInfo'

interface Sources {
  readonly ntp: readonly string[]
  readonly ptp: boolean
}

function readSources(subject: Subject): Fact<Sources> {
  const raw = readRaw(subject, DATE_TIME)
  if (!raw.known) return raw
  if (!isRecord(raw.value)) return unknown('fault', raw.from, 'no time configuration')
  const { ntpConfig, ptpConfig } = raw.value
  const servers = isRecord(ntpConfig) && Array.isArray(ntpConfig['server']) ? ntpConfig['server'].map(String) : []
  const ports = isRecord(ptpConfig) && Array.isArray(ptpConfig['port']) ? ptpConfig['port'] : []
  return mapFact(raw, () => ({ ntp: servers.filter((server) => server.trim() !== ''), ptp: ports.length > 0 }))
}

const said = {
  running: text(
    '{service} runs and starts with the host; sources: {sources}',
    '{service} が実行中で、ホストと連動して起動する。時刻ソース: {sources}',
  ),
  stopped: text(
    'neither ntpd nor ptpd runs and starts with the host',
    'ntpd も ptpd も、実行中かつホストと連動して起動する状態にない',
  ),
  none: text('{service} runs but has no source', '{service} は実行中だが、時刻ソースが設定されていない'),
} as const

/** Kerberos, certificates and logs rest on the right time. */
export const time: readonly Control[] = [
  {
    id: 'esx.time-synchronised',
    kind: 'judgement',
    facts: ['esxi-ntp-service', 'esxi-ntp-sources'],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'medium',
    title: text('The host keeps its clock by NTP or PTP', 'ホストの時刻は NTP または PTP で同期されている'),
    rationale: text(
      'With a wrong clock certificates and Kerberos tickets fail, and nobody can put together from the logs what an intruder did.',
      '時刻がずれると証明書や Kerberos の検証に失敗する。また、侵入者の行動をログから組み立てられなくなる。',
    ),
    impact: text(
      'The clock may jump when it is first set; VMs that take their time from the host jump with it.',
      '初回の同期で時刻が大きく変わることがある。ホストの時刻に合わせる仮想マシンにも影響する。',
    ),
    reads: [
      { type: 'HostSystem', path: 'config.service.service' },
      { type: 'HostSystem', path: DATE_TIME },
    ],
    judge: (subject) =>
      judgeFacts(
        [readService(subject, 'ntpd'), readService(subject, 'ptpd'), readSources(subject)],
        (ntpd, ptpd, sources) => {
          const keeps = (state: typeof ntpd) => state?.running === true && state.policy !== 'off'
          const service = keeps(ntpd) ? 'ntpd' : keeps(ptpd) ? 'ptpd' : undefined
          if (!service) return fail(note(said.stopped, {}))
          if (service === 'ntpd' && sources.ntp.length === 0) return fail(note(said.none, { service }))
          return pass(note(said.running, { service, sources: service === 'ntpd' ? sources.ntp.join(', ') : 'PTP' }))
        },
      ),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Name the time servers of the site under host > Configure > Time Configuration, and let the service start and stop with the host.',
        'ホスト > 設定 > 時間の設定でサイトの時刻サーバーを指定し、サービスがホストと連動して開始および停止するように設定する。',
      ),
    },
  },
]
