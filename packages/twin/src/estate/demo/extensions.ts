import type { DataTypes } from '@sakimori/vim25/types'

const rows: readonly (readonly [key: string, label: string, version: string, company: string])[] = [
  ['com.vmware.vim.eam', 'vSphere ESX Agent Manager', '8.0.3', 'VMware, Inc.'],
  ['com.vmware.vim.sps', 'VMware vSphere Profile-Driven Storage Service', '8.0.3', 'VMware, Inc.'],
  ['com.vmware.vcIntegrity', 'VMware vSphere Lifecycle Manager', '8.0.3', 'VMware, Inc.'],
  ['com.vmware.vsan.health', 'VMware vSAN Health', '8.0.3', 'VMware, Inc.'],
  ['com.vmware.nsx.management.nsxt', 'NSX', '4.1.2', 'VMware, Inc.'],
  ['com.example.backup.vcplugin', 'Backup Suite', '12.1', 'Example Backup'],
]

/** What is registered with vCenter Server. */
export const extensions: readonly DataTypes['Extension'][] = rows.map(([key, label, version, company]) => ({
  _typeName: 'Extension',
  description: { _typeName: 'Description', label, summary: label },
  key,
  company,
  version,
  lastHeartbeatTime: '2026-11-23T00:00:00Z',
  shownInSolutionManager: false,
}))
