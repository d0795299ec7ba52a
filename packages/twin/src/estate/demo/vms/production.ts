import { kept, row, type VmMore, type VmRow } from '../vm-row.ts'
import { datastores } from '../datastores.ts'

const SHARED = '[TKY-SAN01] erp-db01/erp-quorum.vmdk'
const iso = (file: string) => ({ file: `[TKY-NFS01] ISO/${file}`, datastore: datastores['TKY-NFS01'].ref })
/** VMware Tools 12.3.0, which the image of p05 brought along and calls current. */
const byP05: VmMore = { toolsVersion: (12 << 10) + (3 << 5) }

/** The ERP system: two databases that share a disk, application and web servers. */
const erp: readonly VmRow[] = [
  row('erp-db01', 'rhel8', 'xl', 'p01', 'business', 'SV-DB', '10.10.101.11', {
    sharedDisk: SHARED,
    migrateEncryption: 'disabled',
  }),
  row('erp-db02', 'rhel8', 'xl', 'p02', 'business', 'SV-DB', '10.10.101.12', {
    sharedDisk: SHARED,
    migrateEncryption: 'disabled',
  }),
  row('erp-ap01', 'rhel8', 'l', 'p01', 'business', 'SV-業務', '10.10.100.11', {
    extraConfig: kept({ 'tools.guestlib.enableHostInfo': 'TRUE' }),
  }),
  row('erp-ap02', 'rhel8', 'l', 'p02', 'business', 'SV-業務', '10.10.100.12', {
    extraConfig: kept({ 'isolation.tools.copy.disable': 'FALSE', 'isolation.tools.paste.disable': 'FALSE' }),
  }),
  row('erp-ap03', 'rhel8', 'l', 'p03', 'business', 'SV-業務', '10.10.100.13', {
    cdrom: { connected: true, iso: iso('rhel-8.6-x86_64-dvd.iso') },
  }),
  row('erp-web01', 'rhel8', 'm', 'p01', 'business', 'SV-業務', '10.10.100.21'),
  row('erp-web02', 'rhel8', 'm', 'p04', 'business', 'SV-業務', '10.10.100.22'),
  row('erp-batch01', 'rhel8', 'l', 'p04', 'business', 'SV-業務', '10.10.100.25'),
]

/** Sales, production, accounts and people. */
const business: readonly VmRow[] = [
  row('販売管理-AP01', 'win2019', 'l', 'p01', 'business', 'SV-業務', '10.10.100.31'),
  row('販売管理-AP02', 'win2019', 'l', 'p02', 'business', 'SV-業務', '10.10.100.32'),
  row('販売管理-DB01', 'win2019', 'l', 'p03', 'business', 'SV-DB', '10.10.101.31'),
  row('生産管理-AP01', 'win2019', 'l', 'p03', 'business', 'SV-業務', '10.10.100.41'),
  row('生産管理-AP02', 'win2019', 'l', 'p05', 'business', 'SV-業務', '10.10.100.42', byP05),
  row('生産管理-DB01', 'win2019', 'xl', 'p02', 'business', 'SV-DB', '10.10.101.41', {
    ftEncryption: 'ftEncryptionDisabled',
  }),
  row('在庫照会サーバ', 'rhel8', 'm', 'p04', 'business', 'SV-業務', '10.10.100.45'),
  row('会計-AP01', 'win2022', 'm', 'p04', 'business', 'SV-業務', '10.10.100.51'),
  row('会計-DB01', 'win2022', 'l', 'p01', 'business', 'SV-DB', '10.10.101.51'),
  row('人事給与-AP', 'win2019', 'm', 'p02', 'business', 'SV-業務', '10.10.100.55'),
  row('人事給与-DB', 'win2019', 'l', 'p03', 'business', 'SV-DB', '10.10.101.55', {
    port: { security: { allowPromiscuous: true } },
  }),
  row('勤怠管理', 'win2019', 'm', 'p05', 'business', 'SV-業務', '10.10.100.57', byP05),
  row('公開端末-01', 'win10', 's', 'p05', 'business', 'SV-情報', '10.10.110.91', {
    disks: [
      {
        gb: 60,
        datastore: datastores['TKY-SAN02'].ref,
        file: '[TKY-SAN02] 公開端末-01/公開端末-01.vmdk',
        uuid: '6000c29a-0000-4000-8000-000000000091',
        mode: 'independent_nonpersistent',
      },
    ],
  }),
]

/** Mail, files, documents. */
const information: readonly VmRow[] = [
  row('グループウェア01', 'win2019', 'l', 'p01', 'information', 'SV-情報', '10.10.110.11'),
  row('グループウェア02', 'win2019', 'l', 'p04', 'information', 'SV-情報', '10.10.110.12'),
  row('ファイルサーバ01', 'win2019', 'l', 'p02', 'information', 'SV-情報', '10.10.110.21', { datastore: 'TKY-SAN02' }),
  row('ファイルサーバ02', 'win2019', 'l', 'p03', 'information', 'SV-情報', '10.10.110.22', { datastore: 'TKY-SAN02' }),
  row('文書管理', 'win2022', 'm', 'p04', 'information', 'SV-情報', '10.10.110.31'),
  row('プリントサーバ', 'win2019', 's', 'p05', 'information', 'SV-情報', '10.10.110.35', byP05),
  row('license01', 'win2019', 's', 'p03', 'information', 'SV-情報', '10.10.110.39', {
    usbController: 'xhci',
    usb: { device: 'path:0/1/4 version:2', connected: true },
  }),
]

/** The VMs of the main cluster that do the company’s work. */
export const production: readonly VmRow[] = [...erp, ...business, ...information]
