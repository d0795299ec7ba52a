import type { Control } from '../../control/index.ts'
import { text } from '../../text/index.ts'
import { watched } from './alarms.ts'

const impact = text('More alarms, which somebody must look at.', 'アラームが増え、確認する担当者が必要になる。')

/** What vCenter Server raises an alarm about. Who reads it is not to be seen here. */
export const alarmRows: readonly Control[] = [
  watched({
    id: 'vcenter.alarm-account-changes',
    facts: ['vc-alarm-sso-accounts'],
    title: text(
      'An alarm is raised when accounts of Single Sign-On change',
      'Single Sign-On のアカウントが変更されるとアラームが発生する',
    ),
    rationale: text(
      'An intruder makes himself an account before he is thrown out. A new administrator at night should wake somebody.',
      '侵入者は追い出される前に自分のアカウントを作る。夜中に管理者が増えたら、誰かが気付けなければならない。',
    ),
    impact,
    events: () => ['com.vmware.sso.PrincipalManagement'],
  }),
  watched({
    id: 'vcenter.alarm-remote-logging-failure',
    facts: ['vc-alarm-syslog-failure'],
    title: text(
      'An alarm is raised when a host cannot send its logs',
      'ホストがログを転送できなくなるとアラームが発生する',
    ),
    rationale: text(
      'A host that has fallen silent looks like a quiet one; whoever wants no witnesses begins with its log.',
      'ログが止まったホストは、何も起きていないホストと見分けがつかない。痕跡を残したくない者はまずログを止める。',
    ),
    impact,
    events: () => ['esx.problem.vmsyslogd.remote.failure'],
  }),
  watched({
    id: 'vcenter.alarm-permission-changes',
    facts: ['vc-alarm-permissions'],
    title: text(
      'An alarm is raised when permissions are added, changed or removed',
      'アクセス許可の追加、変更、削除でアラームが発生する',
    ),
    rationale: text(
      'Rights are rarely changed in a well-kept estate, and nearly always in an attack.',
      '管理の行き届いた環境で権限が変わることはまれだが、攻撃ではほぼ必ず変えられる。',
    ),
    impact,
    events: () => ['PermissionAddedEvent', 'PermissionRemovedEvent', 'PermissionUpdatedEvent'],
  }),
  watched({
    id: 'vcenter.alarm-site-events',
    facts: ['vc-alarm-custom-events'],
    title: text(
      'An alarm is raised on each event that the site wants to hear of',
      'サイトで定めた監視対象イベントごとにアラームが発生する',
    ),
    rationale: text(
      'SSH, the ESXi Shell and a host that leaves lockdown mode are how an attack on hosts begins, minutes before the damage.',
      'SSH や ESXi Shell の有効化、ロックダウン モードの解除は、ホストへの攻撃の始まりであり、被害の数分前に起きる。',
    ),
    impact,
    events: ({ alarmEvents }) => alarmEvents,
  }),
]
