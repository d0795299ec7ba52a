import {
  fail,
  judgeFacts,
  notApplicable,
  pass,
  readHostOption,
  type Control,
  type Outcome,
} from '../../control/index.ts'
import { isRecord, mapFact, readRaw, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'
import { leadsNowhere } from './addresses.ts'

const DATE_TIME = 'config.dateTimeInfo'
const LOG_HOST = 'Syslog.global.logHost'

const said = {
  none: text('none is set: another control counts that', '未設定 (別のコントロールで評価する)'),
  real: text('{servers}', '{servers}'),
  wrong: text(
    'leads nowhere or to the host itself: {nowhere}; named twice: {twice}',
    '到達先がない、または自分自身: {nowhere}、重複: {twice}',
  ),
} as const

/** The name or address in a log target such as `ssl://log:1514?formatter=RFC_5424` or `[2001:db8::1]:514`. */
function logServer(target: string): string {
  const bare = target
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?].*$/, '')
  const bracketed = /^\[([^\]]*)\]/.exec(bare)
  return bracketed?.[1] ?? bare.replace(/:\d+$/, '')
}

const readNtpServers = (subject: Subject): Fact<readonly string[]> =>
  mapFact(readRaw(subject, DATE_TIME), (info) => {
    const ntp = isRecord(info) ? info['ntpConfig'] : undefined
    const servers = isRecord(ntp) && Array.isArray(ntp['server']) ? ntp['server'].map(String) : []
    return servers.filter((server) => server.trim() !== '')
  })

const readLogServers = (subject: Subject): Fact<readonly string[]> =>
  mapFact(readHostOption(subject, LOG_HOST), (value) =>
    String(value ?? '')
      .split(',')
      .filter((target) => target.trim() !== '')
      .map(logServer),
  )

/** Servers that no packet can reach, the host itself, and ones that stand in the list twice, which are one source only. */
function judgeServers(subject: Subject, servers: readonly string[]): Pick<Outcome, 'verdict' | 'note'> {
  if (servers.length === 0) return notApplicable(note(said.none, {}))
  const names = servers.map((server) => server.trim().toLowerCase())
  const nowhere = names.filter((name) => leadsNowhere(name) || name === subject.name.toLowerCase())
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  if (nowhere.length === 0 && twice.length === 0) return pass(note(said.real, { servers: names.join(', ') }))
  return fail(note(said.wrong, { nowhere: nowhere.join(', ') || '-', twice: twice.join(', ') || '-' }))
}

/** A list that is filled is not yet one that works. */
export const destinations: readonly Control[] = [
  {
    id: 'esx.time-servers-real',
    kind: 'judgement',
    facts: [],
    area: 'authentication',
    subject: 'HostSystem',
    severity: 'low',
    title: text(
      'Each time server of the host is another machine, and named once',
      'ホストの各時刻サーバーは別の機器を指し、重複がない',
    ),
    rationale: text(
      'A clock that asks itself, or an address that leads nowhere, drifts while every report says that NTP is on.',
      '自分自身や到達できないアドレスを参照していると、NTP は有効と表示されたまま時刻がずれていく。',
    ),
    impact: text('The clock may jump when it is corrected.', '修正時に時刻が大きく変わることがある。'),
    reads: [{ type: 'HostSystem', path: DATE_TIME }],
    judge: (subject) => judgeFacts([readNtpServers(subject)], (servers) => judgeServers(subject, servers)),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Name at least two time servers of the site, each once (four are better: then a false one is outvoted).',
        'サイトの時刻サーバーを 2 台以上、重複なく指定する (4 台あれば、誤った 1 台を多数決で除外できる)。',
      ),
    },
  },
  {
    id: 'esx.log-servers-real',
    kind: 'judgement',
    facts: [],
    area: 'access-restriction',
    subject: 'HostSystem',
    severity: 'medium',
    title: text(
      'Each log server of the host is another machine, and named once',
      'ホストの各ログ サーバーは別の機器を指し、重複がない',
    ),
    rationale: text(
      'Logs that are sent to the host itself or to nowhere look like forwarding, and are gone with the host.',
      '自分自身や到達できない宛先への転送は、転送しているように見えるだけで、ホストとともに失われる。',
    ),
    impact: text('None that is known.', '知られている影響はない。'),
    reads: [{ type: 'HostSystem', path: `config.option["${LOG_HOST}"]` }],
    judge: (subject) => judgeFacts([readLogServers(subject)], (servers) => judgeServers(subject, servers)),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Set Syslog.global.logHost to servers of the site, and look on them for a fresh message of each host.',
        'Syslog.global.logHost にサイトのログ サーバーを設定し、各ホストの新しいメッセージが届いていることをサーバー側で確認する。',
      ),
    },
  },
]
