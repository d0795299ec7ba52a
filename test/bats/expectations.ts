/** What a test of govmomi's must do on the twin, and why where it is not to pass. */
export type Expected =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'fail' | 'outOfScope'; readonly reason: string }

/** The bats files that concern the twin's surface, in the order in which they are run: the long ones first. */
export const files = [
  'vm',
  'object',
  'device',
  'cluster',
  'host',
  'pool',
  'network',
  'cli',
  'session',
  'snapshot',
  'ls',
  'events',
  'datacenter',
  'folder',
  'role',
  'sso',
  'license',
  'esxcli',
  'tasks',
  'fields',
  'extension',
  'firewall',
  'vcsa_access_consolecli',
  'vcsa_access_dcui',
  'vcsa_access_shell',
  'vcsa_access_ssh',
] as const

/** The others, and why. */
export const otherFiles: Readonly<Record<string, string>> = {
  alarms: 'alarms say nothing about security settings',
  datastore: 'files on datastores: the twin keeps their names, not their content',
  disk: 'first-class disks',
  export: 'OVF export',
  guest: 'operations in guests that vcsim runs as containers',
  import: 'OVF import',
  kms: 'key providers: read from snapshots, not simulated',
  library: 'content library',
  logs: 'log bundles and log files',
  metric: 'performance counters',
  namespace: 'Supervisor namespaces',
  storage: 'storage policies',
  tags: 'tags',
  vcsa_shutdown: 'shutting the appliance down',
  vcsim: 'vcsim itself: its flags, its debug pages, its containers',
  vlcm: 'lifecycle manager depots',
  vm_dataset: 'data sets of VMs',
  volume: 'cloud native storage',
  vsan: 'vSAN',
}

const fails = (reason: string): Expected => ({ outcome: 'fail', reason })
const outOfScope = (reason: string): Expected => ({ outcome: 'outOfScope', reason })

/** By file and test; what is not listed must pass. */
export const expected: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {}
