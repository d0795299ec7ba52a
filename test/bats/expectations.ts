/** What a test of govmomi's must do on the twin, and why where it is not to pass. */
export type Expected = { readonly on?: Difference } & (
  | { readonly outcome: 'pass'; readonly reason?: string }
  | { readonly outcome: 'fail' | 'outOfScope'; readonly reason: string }
)

/**
 * What is different from vcsim's estate where a test would otherwise end at its first step: VMs that are off, because
 * servers do not change certain things of a running one; or VMs with VMware Tools.
 */
export type Difference = 'poweredOff' | 'tools'

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

const images = outOfScope('uploads the images of a test disk that govmomi does not ship')
const whenOff: Expected = {
  outcome: 'pass',
  on: 'poweredOff',
  reason: 'with the VMs off: vcsim changes boot order, firmware or latency of a running VM, servers refuse',
}
const otherHost = fails('asks about a VM and, by GOVC_HOST, about a host that cannot run it')
const provisioning = outOfScope('provisioning checks')
const customization = outOfScope('customizing guests')
const history = fails('a twin starts without the tasks and events by which vcsim makes its inventory')

/** By file and test; what is not listed must pass. */
export const expected: Readonly<Record<string, Readonly<Record<string, Expected>>>> = {
  cli: {
    about: outOfScope("vcsim's freedom to call its API version what it likes"),
    'login attempt without credentials': fails(
      "wants vcsim's words, 'Login failure'; the twin says what vCenter Server says",
    ),
    'govc format error': outOfScope('local datastores, and a sentence of vSAN'),
    'insecure cookies': outOfScope("a switch of vcsim's for its cookies"),
    'govc verbose': outOfScope('performance counters, storage policies and volumes'),
  },
  cluster: {
    'cluster.add': outOfScope('adding hosts to the inventory'),
    'cluster.usage': outOfScope("the capacity of vcsim's recorded hosts, to the digit"),
    'cluster.stretch': outOfScope('vSAN'),
    'cluster.module': outOfScope('cluster modules'),
    'cluster.mv': fails(
      'all hosts of a cluster enter maintenance mode at once; the VMs of the last have nowhere to go',
    ),
  },
  device: { 'device.boot': whenOff },
  events: { 'events host': history },
  extension: { extension: outOfScope('certificates of extensions') },
  folder: { 'folder.place': outOfScope('placing VMs across clusters') },
  host: {
    'host info esx': fails("finds a host by the DNS name 'localhost', which is none of its names"),
    'host info vc': fails('wants that vcsim finds no host by its DNS name; the twin does'),
    'host.cert.info': fails("the port of the twin shows a certificate for the twin's own address"),
    'host.tpm': fails('govc panics where a host has no attestation to show'),
  },
  license: {
    'license.add': outOfScope('adding licences'),
    'license.remove': outOfScope('removing licences'),
    'license.label.set': outOfScope('labels of licences'),
  },
  network: {
    'network dvs backing': fails('two port groups of one name, which only NSX may have'),
    'network adapter': fails('adapters for RDMA, which the twin refuses'),
    'dvs.portgroup': fails('wants the ports of an ephemeral port group to which nothing is connected: it has none'),
  },
  object: {
    'collect vcsim': outOfScope("waits for a guest's family, which only VMware Tools tell, and vcsim derives"),
    'collect bytes': outOfScope('customization specifications'),
    'collect view': fails(
      "collects the property '-name': vcsim answers an unknown path with nothing, servers with InvalidProperty",
    ),
    'collect index': fails("wants vcsim's label of an adapter, 'ethernet-0', for 'Network adapter 1'"),
    'object.method': outOfScope('skipped by itself: not yet supported by vcsim'),
    'object.save': fails(
      'wants as many objects below a folder as vcsim has there, the tasks that made its VMs included',
    ),
  },
  session: {
    'session.persist': outOfScope('tags'),
    'session.login': outOfScope('tickets that clone sessions, impersonation and tags'),
    'session.loginbytoken': outOfScope('logging in with tokens; those of the test are not signed'),
    'session.loginextension': outOfScope('extensions that log in with certificates'),
    'session.curl': outOfScope('cluster modules'),
  },
  snapshot: { 'vm.snapshot': images },
  sso: {
    'sso.service.ls': fails(
      'wants the address of the token service in an advanced setting; the twin tells it at the lookup service',
    ),
    'sso.idp.ls': fails('wants the identity sources that vcsim always has, Active Directory among them'),
    'sso.user': fails("gives a user the password 'password', which breaks the policy"),
    'sso.group': fails('wants that the user of the test is in no other group; ours is an administrator'),
  },
  tasks: { tasks: history, 'task.create': outOfScope('tasks of extensions') },
  vm: {
    'vm.ip': customization,
    'vm.ip capital MAC': customization,
    'vm.ip -esxcli': outOfScope('skipped by itself: the host does not learn the addresses of guests'),
    'vm.create': fails('creates a VM with the name of another in its folder: servers answer DuplicateName'),
    'vm.change': {
      ...fails("with the VMs off, all passes up to a property whose name it writes wrong: 'config.FtEncryptionMode'"),
      on: 'poweredOff',
    },
    'vm.change vcsim': whenOff,
    'vm.power': { outcome: 'pass', on: 'tools', reason: 'with VMware Tools, which a guest needs to be shut down' },
    'vm.power -force': fails('shuts down the guest of a VM that it made, which has no VMware Tools'),
    'vm.create -datastore-cluster': outOfScope('storage DRS'),
    'vm.create linked ide disk': images,
    'vm.create linked scsi disk': images,
    'vm.create scsi disk': images,
    'vm.create scsi disk with datastore argument': images,
    'vm.create iso': images,
    'vm.create iso with datastore argument': images,
    'vm.disk.create': outOfScope('storage policies'),
    'vm.disk.attach': images,
    'vm.create new disk with datastore cluster argument': outOfScope('storage DRS'),
    'vm.migrate': fails('moves a VM into the pool of one cluster and, by GOVC_HOST, to a host of another'),
    'object name with slash': fails('wants a name with a slash as vcsim keeps it; vCenter Server escapes the slash'),
    'vm.upgrade': fails("upgrades twice: govc takes AlreadyUpgraded for done, and knows vcsim's fault for it not"),
    'vm.option.info': otherHost,
    'vm.target.info': otherHost,
    'vm.console': outOfScope('consoles'),
    'vm.customize': customization,
    'vm.check.config': provisioning,
    'vm.check.compat': provisioning,
    'vm.check.relocate': provisioning,
  },
}
