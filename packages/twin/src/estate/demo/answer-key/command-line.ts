import { text } from '@sakimori/core/text'
import { hosts, mistake, type KeyRow } from './row.ts'

/** What only esxcli shows. */
export const commandLineMistakes: readonly KeyRow[] = [
  mistake(
    'certificates',
    hosts('p02'),
    ['esx.tls-profile'],
    text(
      'p02 was put back to the TLS profile COMPATIBLE for an old backup proxy, which is gone since spring.',
      '古いバックアップ プロキシのために p02 の TLS プロファイルを COMPATIBLE に戻し、撤去後もそのままである。',
    ),
  ),
  mistake(
    'firewall',
    hosts('d04'),
    ['esx.firewall-enabled'],
    text(
      'The firewall of d04 was switched off for its upgrade. The upgrade stopped half-way; the rule sets look as they should.',
      'd04 はアップグレード時にファイアウォールを止め、作業が中断したまま放置されている。ルールセットの表示は正常に見える。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('p04'),
    ['esx.sshd-no-tcp-forwarding', 'esx.sshd-no-gateway-ports'],
    text(
      'An administrator made p04 a relay into the management network, open to every machine that reaches it.',
      '管理者が p04 を管理ネットワークへの中継点にした。p04 に到達できる端末なら誰でも利用できる。',
    ),
  ),
  mistake(
    'access-restriction',
    hosts('d01'),
    ['esx.sshd-fips', 'esx.sshd-ciphers'],
    text(
      'On d01 a monitor of 2012 was let in over SSH: outside FIPS mode, with a CBC cipher.',
      'd01 では 2012 年製の監視装置を SSH で接続させるため、FIPS モードを外し、CBC 暗号を許可している。',
    ),
  ),
]
