import type { SettingRow } from '../../../packages/core/src/advisory/index.ts'

const slp = ['CVE-2019-5544', 'CVE-2020-3992', 'CVE-2021-21974', 'CVE-2021-21995']

/** Settings that decide besides the build, by advisory. Each control is one of the catalogue (a law looks). */
export const settings: Readonly<Record<string, readonly SettingRow[]>> = {
  ...Object.fromEntries(
    (
      [
        ['VMSA-2019-0022', 'KB 76372'],
        ['VMSA-2020-0023', 'KB 76372'],
        ['VMSA-2021-0002', 'KB 76372'],
        ['VMSA-2021-0014', 'KB 76372'],
      ] as const
    ).map(([id, source]) => [
      id,
      [
        {
          cves: slp,
          product: 'esx',
          kind: 'workaround',
          controls: ['esx.slp-stopped'],
          text: {
            en: 'Stop the SLP service (slpd) and keep it from starting with the host.',
            ja: 'SLP サービス (slpd) を停止し、ホストと連動して起動しないようにする。',
          },
          source,
        },
      ],
    ]),
  ),
  'VMSA-2018-0020': [
    {
      cves: ['CVE-2018-3646'],
      product: 'esx',
      kind: 'required',
      controls: ['esx.core-scheduler'],
      text: {
        en: 'Switch the side-channel aware scheduler on where the processors have L1TF: patches alone do not mend it.',
        ja: 'L1TF の影響を受ける CPU では Side-Channel Aware Scheduler を有効にする。パッチだけでは修正されない。',
      },
      source: 'KB 55806',
    },
  ],
  'VMSA-2022-0016': [
    {
      cves: ['CVE-2022-21123', 'CVE-2022-21125', 'CVE-2022-21166'],
      product: 'esx',
      kind: 'required',
      controls: ['esx.core-scheduler-forced'],
      text: {
        en: 'Force the side-channel aware scheduler on hosts whose VMs hold PCI devices.',
        ja: 'PCI デバイスを持つ仮想マシンがあるホストでは、Side-Channel Aware Scheduler を強制的に有効にする。',
      },
      source: 'KB 88632',
    },
  ],
  'VMSA-2024-0013': [
    {
      cves: ['CVE-2024-37085'],
      product: 'esx',
      kind: 'workaround',
      controls: ['esx.domain-admins-group', 'esx.domain-admins-group-not-added', 'esx.domain-revalidation'],
      text: {
        en: 'Name another group of administrators, switch its automatic rights off, and check domain users every 90 minutes.',
        ja: '管理者グループを既定以外の名前にし、自動の権限付与を無効にし、ドメイン ユーザーを 90 分以内の間隔で再確認する。',
      },
      source: 'KB 369707',
    },
  ],
}
