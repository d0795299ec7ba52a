import { kept, row, type VmRow } from '../vm-row.ts'
import { datastores } from '../datastores.ts'

/** What everything else stands on. */
const infra: readonly VmRow[] = [
  row('vcsa01', 'photon', 'l', 'p01', 'management', '管理サーバ', '10.10.11.10', {
    annotation: 'VMware vCenter Server Appliance',
  }),
  row('backup01', 'win2019', 'l', 'p02', 'management', '管理サーバ', '10.10.11.20', {
    maxConsoles: 2,
    usbController: 'xhci',
  }),
  row('backup-proxy01', 'win2019', 'm', 'p03', 'management', '管理サーバ', '10.10.11.21'),
  row('監視-zabbix01', 'rhel8', 'm', 'p03', 'management', '管理サーバ', '10.10.11.30', { memoryLimitMB: 4096 }),
  row('syslog01', 'rhel8', 'm', 'p04', 'management', '管理サーバ', '10.10.11.31'),
  row('踏み台-jump01', 'win2019', 'm', 'p02', 'management', '管理サーバ', '10.10.11.40', {
    maxConsoles: -1,
    autoLock: false,
    extraConfig: kept({
      'isolation.tools.copy.disable': 'FALSE',
      'isolation.tools.paste.disable': 'FALSE',
      'isolation.tools.dnd.disable': 'FALSE',
    }),
  }),
  row('ad01', 'win2022', 'm', 'p01', 'infra', 'SV-情報', '10.10.110.1'),
  row('ad02', 'win2022', 'm', 'p01', 'infra', 'SV-情報', '10.10.110.2'),
  row('dns01', 'rhel8', 's', 'p03', 'infra', 'SV-情報', '10.10.110.3'),
  row('dns02', 'rhel8', 's', 'p04', 'infra', 'SV-情報', '10.10.110.4'),
  row('dhcp01', 'win2022', 's', 'p02', 'infra', 'SV-情報', '10.10.110.5'),
  row('radius01', 'rhel9', 's', 'p03', 'infra', '管理サーバ', '10.10.11.50'),
  row('ca01', 'win2022', 's', 'p04', 'infra', '管理サーバ', '10.10.11.51'),
  row('wsus01', 'win2019', 'm', 'p05', 'infra', 'SV-情報', '10.10.110.8'),
  row('nsx-mgr01', 'ubuntu', 'l', 'p03', 'management', '管理サーバ', '10.10.11.60', { annotation: 'NSX Manager' }),
  {
    name: 'ids01',
    guest: 'rhel8',
    size: 'm',
    host: 'p04',
    folder: 'infra',
    nics: [
      ['管理サーバ', '10.10.11.70'],
      ['MIRROR-IDS', '10.10.200.70'],
    ],
  },
]

/** What the world outside can reach. */
const dmz: readonly VmRow[] = [
  row('dmz-web01', 'rhel9', 'm', 'p01', 'dmz', 'DMZ', '10.10.200.11'),
  row('dmz-web02', 'rhel9', 'm', 'p02', 'dmz', 'DMZ', '10.10.200.12', {
    extraConfig: kept({ 'ethernet0.filter0.name': 'dvfilter-maclisten', 'ethernet0.filter0.onFailure': 'failOpen' }),
  }),
  row('dmz-web03', 'rhel9', 'm', 'p05', 'dmz', 'DMZ', '10.10.200.13'),
  row('dmz-lb01', 'otherLinux', 's', 'p01', 'dmz', 'DMZ-LB', '10.10.201.11'),
  row('dmz-lb02', 'otherLinux', 's', 'p03', 'dmz', 'DMZ-LB', '10.10.201.12'),
  row('dmz-mail01', 'rhel8', 'm', 'p04', 'dmz', 'DMZ', '10.10.200.21'),
  {
    name: 'dmz-proxy01',
    guest: 'rhel8',
    size: 'm',
    host: 'p02',
    folder: 'dmz',
    // One leg outside, one inside: a way round the firewall.
    nics: [
      ['DMZ', '10.10.200.31'],
      ['SV-業務', '10.10.100.231'],
    ],
  },
]

/** Developers’ VMs and what they try out. */
const development: readonly VmRow[] = [
  row('dev-web01', 'ubuntu', 's', 'p04', 'development', '開発', '10.10.120.11'),
  row('dev-web02', 'ubuntu', 's', 'p05', 'development', '開発', '10.10.120.12', { off: true }),
  row('dev-db01', 'rhel8', 'm', 'p04', 'development', '開発', '10.10.120.21', {
    logging: false,
    cdrom: { connected: true, iso: { file: '[TKY-NFS01] ISO/oracle-19c.iso', datastore: datastores['TKY-NFS01'].ref } },
  }),
  row('dev-gitlab', 'ubuntu', 'l', 'p05', 'development', '開発', '10.10.120.31', { secureBoot: false }),
  row('dev-jenkins', 'rhel8', 'm', 'p05', 'development', '開発', '10.10.120.32', { secureBoot: false }),
  row('dev-k8s-01', 'ubuntu', 'l', 'p01', 'development', 'seg-k8s', '172.16.10.11'),
  row('dev-k8s-02', 'ubuntu', 'l', 'p02', 'development', 'seg-k8s', '172.16.10.12'),
  row('dev-k8s-03', 'ubuntu', 'l', 'p03', 'development', 'seg-k8s', '172.16.10.13'),
  row('検証-AP01', 'win2022', 'm', 'p04', 'development', '検証-1002', '10.10.122.11'),
  row('検証-DB01', 'win2022', 'm', 'p04', 'development', '検証-1002', '10.10.122.12', { off: true }),
  row('検証-FW', 'otherLinux', 's', 'p05', 'development', 'TRUNK-検証', '10.10.122.1'),
]

/** Templates: a VM made from one inherits its faults. */
const templates: readonly VmRow[] = [
  row('tmpl-win2019', 'win2019', 'm', 'p01', 'templates', 'SV-業務', '', { template: true }),
  row('tmpl-win2022', 'win2022', 'm', 'p01', 'templates', 'SV-業務', '', { template: true }),
  row('tmpl-rhel8', 'rhel8', 's', 'p02', 'templates', 'SV-業務', '', {
    template: true,
    serial: { startConnected: true, file: '[TKY-NFS01] serial/tmpl-rhel8.txt' },
  }),
  row('tmpl-rhel9', 'rhel9', 's', 'p02', 'templates', 'SV-業務', '', { template: true }),
  row('tmpl-win2012', 'win2012', 's', 'p03', 'templates', 'SV-業務', '', { template: true, hardware: 11 }),
]

/** Agent VMs that the cluster makes for itself. */
const agents: readonly VmRow[] = (['p01', 'p02'] as const).map((host, index) => ({
  name: `vCLS-4c4c4544-00${index + 1}0`,
  guest: 'photon',
  size: 's',
  host,
  folder: 'management',
  nics: [],
  // As the cluster makes them: none of the company’s keys.
  more: {
    managedBy: { extension: 'com.vmware.vim.eam', type: 'cluster-agent' },
    extraConfig: {},
    cpus: 1,
    memoryMB: 128,
  },
}))

/** The platform’s own VMs on the main cluster, the DMZ, development and the templates. */
export const platform: readonly VmRow[] = [...infra, ...dmz, ...development, ...templates, ...agents]
