import { esxOption, is, nonEmpty, oneOf, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** What happened on a host can be read elsewhere: an intruder with root deletes what lies on the host. */
export const logging: readonly Control[] = [
  esxOption('Syslog.global.logHost', {
    id: 'esx.syslog-remote',
    facts: ['esxi-syslog-remote'],
    area: 'access-restriction',
    severity: 'high',
    title: text('The host sends its logs to a remote server', 'ホストのログは外部のサーバーに転送されている'),
    rationale: text(
      'An intruder deletes the logs on the host; without a copy nobody learns how he came in and what he took.',
      '侵入者はホスト上のログを消す。控えがなければ、侵入経路も被害も突き止められない。',
    ),
    impact: text(
      'The firewall rule set "syslog" must be enabled. Prefer ssl://, so that nobody on the path reads or forges the logs.',
      'ファイアウォールのルールセット「syslog」を有効にする必要がある。経路上での盗聴や改ざんを防ぐため ssl:// を推奨する。',
    ),
    expect: { sakimori: nonEmpty() },
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Enter the log servers of the site in the advanced setting Syslog.global.logHost (ssl://host:port, separated by commas) and enable the rule set "syslog".',
        '詳細設定 Syslog.global.logHost にサイトのログ サーバーを設定し (ssl://ホスト:ポート、コンマ区切り)、ルールセット「syslog」を有効にする。',
      ),
    },
  }),
  esxOption('Config.HostAgent.log.level', {
    id: 'esx.log-level',
    facts: ['esxi-log-level'],
    area: 'access-restriction',
    severity: 'low',
    title: text(
      'The management agent of the host logs at level info or finer',
      'ホストの管理エージェントのログ レベルは info 以上に詳細である',
    ),
    rationale: text(
      'At a coarser level logins and changes are missing from the log, and an intrusion leaves no trace.',
      'これより粗いとログインや変更が記録されず、侵入の痕跡が残らない。',
    ),
    impact: text('Finer levels fill the scratch partition faster.', '詳細なレベルではスクラッチ領域の消費が速くなる。'),
    expect: { sakimori: oneOf(['info', 'verbose', 'trivia']), stig: is('info') },
  }),
  esxOption('Syslog.global.auditRecord.storageEnable', {
    id: 'esx.audit-records-kept',
    facts: ['esxi-audit-record-local'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text('The host keeps audit records', 'ホストは監査記録を保存している'),
    rationale: text(
      'Audit records say who ran and changed what; ordinary logs leave much of it out.',
      '監査記録には、誰が何を実行し変更したかが残る。通常のログには含まれないものが多い。',
    ),
    impact: text(
      'They need room on persistent storage; without it a memory disk fills up.',
      '永続ストレージに空きが必要である。なければ RAM ディスクを使い切ってしまう。',
    ),
    expect: { sakimori: is(true) },
    // The order matters: directory, capacity, then enable. Only a person can choose the directory.
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Point Syslog.global.auditRecord.storageDirectory to an existing directory on persistent storage, set storageCapacity to 100, and only then set storageEnable.',
        'まず Syslog.global.auditRecord.storageDirectory に永続ストレージ上の既存のディレクトリを指定し、storageCapacity を 100 にする。最後に storageEnable を有効にする。',
      ),
    },
  }),
  esxOption('Syslog.global.auditRecord.remoteEnable', {
    id: 'esx.audit-records-remote',
    facts: ['esxi-audit-record-remote'],
    area: 'access-restriction',
    severity: 'medium',
    span: '7.0..9.1',
    title: text(
      'The host sends its audit records to the remote log server',
      'ホストの監査記録は外部のログ サーバーに転送されている',
    ),
    rationale: text(
      'Records that lie only on the host vanish together with it, or at the hands of the intruder whom they accuse.',
      'ホストにしかない記録は、ホストとともに、あるいは侵入者の手で失われる。',
    ),
    impact: text('The log server receives more messages.', 'ログ サーバーの受信量が増える。'),
    expect: { sakimori: is(true) },
  }),
  esxOption('Syslog.global.certificate.checkSSLCerts', {
    id: 'esx.syslog-server-verified',
    facts: ['esxi-syslog-tls-verify'],
    area: 'certificates',
    severity: 'medium',
    // A host of an early 7.0 has it under the older name only (Syslog.global.logCheckSSLCerts): it is unknown there.
    span: '7.0..9.1',
    title: text('The host verifies the certificate of the log server', 'ホストはログ サーバーの証明書を検証する'),
    rationale: text(
      'Otherwise someone on the path can pose as the log server, read the logs and swallow the ones that give him away.',
      '検証しなければ、経路上の攻撃者がログ サーバーになりすまし、ログを盗み見たり、都合の悪い記録を握りつぶしたりできる。',
    ),
    impact: text(
      'Sending stops if the host does not trust the server’s certificate.',
      'ログ サーバーの証明書をホストが信頼していない場合、転送は停止する。',
    ),
    expect: { sakimori: is(true) },
  }),
]
