import { stoppedService, type Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'

/** Services of a host that nobody needs from day to day are off: they neither run nor start by themselves. */
export const services: readonly Control[] = [
  stoppedService('TSM-SSH', {
    id: 'esx.ssh-stopped',
    facts: ['esxi-ssh-service'],
    area: 'access-restriction',
    severity: 'high',
    title: text(
      'SSH is stopped on the host and does not start by itself',
      'ホストの SSH は停止しており、自動的に起動しない',
    ),
    rationale: text(
      'SSH is how ransomware usually gets in: with root’s password, or with a planted key even in lockdown mode, it encrypts the datastores from inside.',
      'SSH はランサムウェアの代表的な侵入口である。root のパスワードでログインし、データストアを内側から暗号化する。仕込んだ鍵を使えばロックダウン モード中でもログインできる。',
    ),
    impact: text(
      'Tools that log in over SSH stop working. Sessions that are open stay open until they end.',
      'SSH でログインするツールは使えなくなる。接続中のセッションは終了するまで残る。',
    ),
  }),
  stoppedService('TSM', {
    id: 'esx.shell-stopped',
    facts: ['esxi-shell-service'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'The ESXi Shell is stopped and does not start by itself',
      'ESXi Shell は停止しており、自動的に起動しない',
    ),
    rationale: text(
      'At a shell an intruder works past vCenter Server: no role limits what is done, and little of it is logged.',
      'シェルでは vCenter Server を介さずに操作できる。ロールによる制限を受けず、記録もほとんど残らない。',
    ),
    impact: text(
      'It has to be started again for troubleshooting at the console.',
      'コンソールで障害対応を行うときは、改めて起動する必要がある。',
    ),
  }),
  stoppedService('slpd', {
    id: 'esx.slp-stopped',
    facts: ['esxi-slp-service'],
    area: 'access-restriction',
    severity: 'high',
    span: '6.5..8.0',
    title: text(
      'The SLP service is stopped on the host and does not start by itself',
      'ホストの SLP サービスは停止しており、自動的に起動しない',
    ),
    rationale: text(
      'Flaws in this service give code execution without a login; the ESXiArgs wave of 2023 came in through it.',
      'このサービスには、認証なしでコードを実行される脆弱性があった。2023 年の ESXiArgs は、ここから多数のホストに侵入した。',
    ),
    impact: text(
      'Hardware monitors no longer find the host by themselves.',
      'ハードウェア監視ツールがホストを自動検出できなくなる。',
    ),
  }),
  stoppedService('sfcbd-watchdog', {
    id: 'esx.cim-stopped',
    facts: ['esxi-cim-service'],
    area: 'access-restriction',
    severity: 'medium',
    span: '6.5..8.0',
    title: text(
      'The CIM server is stopped on the host and does not start by itself',
      'ホストの CIM サーバーは停止しており、自動的に起動しない',
    ),
    rationale: text(
      'It runs third-party code with high rights behind an open port, another way in that few sites still use.',
      '開いたポートの背後で、サードパーティのコードが高い権限で動作する。使わないなら余分な侵入口でしかない。',
    ),
    impact: text(
      'Hardware health in vCenter Server and monitoring over CIM go dark. Waive it where these are used.',
      'vCenter Server のハードウェアの健全性と CIM による監視が使えなくなる。使用している場合は例外として登録する。',
    ),
  }),
  stoppedService('snmpd', {
    id: 'esx.snmp-stopped',
    facts: ['esxi-snmp'],
    area: 'access-restriction',
    severity: 'medium',
    title: text(
      'SNMP is stopped on the host and does not start by itself',
      'ホストの SNMP は停止しており、自動的に起動しない',
    ),
    rationale: text(
      'Versions 1 and 2c send their community in clear text and tell anyone who knows it how the host is built.',
      'SNMP v1 と v2c はコミュニティ名を平文で送り、それを知る者にホストの構成を教えてしまう。',
    ),
    impact: text(
      'Monitoring over SNMP ends. A site that needs it uses version 3 and waives this control.',
      'SNMP による監視が止まる。必要な場合は v3 を使い、このコントロールを例外として登録する。',
    ),
  }),
]
