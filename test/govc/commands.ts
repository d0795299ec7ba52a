/** One govc command that is run on vcsim and on the twin, in this order, on servers with the same inventory. */
export interface Row {
  readonly run: readonly string[]
  /** The lone host instead of the vCenter Server. */
  readonly on?: 'host'
  /** Run with `-json`: the paths of its keys are compared. Else the lines of its text are. */
  readonly json?: true
  /** Why the two differ; absent: they must not. */
  readonly difference?: string
}

/** Reasons that several rows share. */
const why = {
  managers: 'the twin names only the managers that it simulates',
  unset:
    'vcsim leaves fields unset that a server always sends; a field of vcsim that the twin lacks belongs to what it does not simulate',
  switches: 'vcsim makes a distributed switch with a name and a UUID, and no settings',
  host: "vcsim shows one recorded host, hardware and storage included; the twin's hosts are its own, with the settings that matter for security",
  services: 'vcsim has no HostServiceSystem',
  paths: 'vcsim answers an unknown path with nothing; servers answer InvalidProperty',
  options: 'vcsim takes any option; the twin, as servers do, only those that it has',
  values: 'other values: vcsim answers with what was recorded on one host',
  portgroups:
    'vcsim shows ports and the policy of a recorded port group; a port group of the twin says only what it does not inherit',
  dvports: 'govc asks for ports in use or not in use; vcsim looks at the port group alone, and has no VM in its ports',
  permissions: "the twin, as servers do, names the entity of a permission that is the object's own",
  session: 'vcsim sends no message and no list of languages',
} as const

const host = ['-host', '/DC0/host/DC0_C0/DC0_C0_H0']
const vm = '/DC0/vm/DC0_H0_VM0'

/** Every command that the issue names, and what shows what it did. */
export const rows: readonly Row[] = [
  // Who is it, and what is there
  { run: ['about'], json: true },
  { run: ['about', '-l'], json: true, difference: why.managers },
  { run: ['ls'] },
  { run: ['ls', '-t', 'HostSystem', '/DC0/host/*/*'] },
  { run: ['ls', '/DC0/vm'] },
  { run: ['ls', '/DC0/network'] },
  { run: ['find', '/'] },
  { run: ['find', '/', '-type', 'm'] },
  { run: ['find', '.', '-type', 'h', '-name', 'DC0_C0*'] },
  { run: ['find', '/', '-type', 'm', '-runtime.powerState', 'poweredOn'] },
  { run: ['find', 'network', '-type', 'DistributedVirtualPortgroup', '-config.name', 'DC0_DVPG0'] },
  { run: ['tree', '/DC0/vm'] },
  { run: ['datacenter.info'], json: true, difference: why.unset },
  { run: ['folder.info', '/DC0/vm'], json: true, difference: why.unset },
  // PropertyCollector
  { run: ['object.collect', '-s', vm, 'name', 'runtime.powerState'] },
  { run: ['object.collect', '-type', 'm', '/', 'name'] },
  { run: ['object.collect', '-s', vm, 'config.hardware.device[4000].key'] },
  { run: ['object.collect', '-s', vm, 'config.noSuchThing'], difference: why.paths },
  { run: ['object.collect', '-s', '/DC0/host/DC0_C0/DC0_C0_H0', 'config.lockdownMode'] },
  { run: ['object.collect', '/DC0/host/DC0_C0/DC0_C0_H0', 'config.service'], json: true },
  { run: ['object.collect', '/DC0/host/DC0_C0/DC0_C0_H0', 'runtime'], json: true, difference: why.host },
  { run: ['object.collect', '/DC0/network/DVS0', 'config'], json: true, difference: why.switches },
  // Hosts
  { run: ['host.info', ...host], json: true, difference: why.host },
  { run: ['host.option.ls', ...host, 'Config.HostAgent.log.level'] },
  { run: ['host.option.ls', ...host], json: true },
  { run: ['host.option.set', ...host, 'Config.HostAgent.log.level', 'verbose'] },
  { run: ['host.option.ls', ...host, 'Config.HostAgent.log.level'] },
  { run: ['host.option.set', ...host, 'No.Such.Option', '1'], difference: why.options },
  { run: ['host.option.ls', ...host, 'UserVars.SuppressShellWarning'], difference: 'vcsim knows one option of a host' },
  { run: ['host.service.ls', ...host], json: true, difference: why.services },
  { run: ['host.service', ...host, 'status', 'TSM-SSH'], difference: why.services },
  { run: ['host.service', ...host, 'stop', 'TSM-SSH'], difference: why.services },
  { run: ['host.service', ...host, 'start', 'TSM-SSH'], difference: why.services },
  { run: ['host.service', ...host, 'start', 'noSuchService'] },
  { run: ['firewall.ruleset.find', ...host, '-direction', 'inbound', '-port', '22'] },
  {
    run: ['host.esxcli', ...host, 'system', 'settings', 'advanced', 'list', '-o', '/Net/GuestIPHack'],
    difference: why.values,
  },
  { run: ['host.esxcli', ...host, 'software', 'vib', 'list'], difference: 'each lists the packages of its own build' },
  {
    run: ['host.esxcli', ...host, 'network', 'firewall', 'get'],
    difference: 'vcsim answers with a host whose firewall is off',
  },
  { run: ['host.esxcli', ...host, 'no', 'such', 'command'] },
  { run: ['host.vswitch.info', ...host], json: true, difference: "vcsim's switch has no adapter, MTU or policy" },
  { run: ['host.vswitch.add', ...host, 'vSwitch9'] },
  { run: ['host.portgroup.info', ...host], json: true, difference: why.portgroups },
  { run: ['host.portgroup.add', ...host, '-vswitch', 'vSwitch0', '-vlan', '7', 'bridge'] },
  {
    run: ['host.portgroup.change', ...host, '-vlan-id', '8', '-allow-promiscuous=true', 'bridge'],
    difference: 'vcsim has no UpdatePortGroup',
  },
  { run: ['host.portgroup.info', ...host], json: true, difference: why.portgroups },
  { run: ['host.portgroup.remove', ...host, 'bridge'] },
  { run: ['host.portgroup.remove', ...host, 'bridge'] },
  { run: ['host.vswitch.remove', ...host, 'vSwitch9'] },
  { run: ['host.vnic.info', ...host], json: true, difference: 'vcsim shows no VMkernel adapter here' },
  { run: ['host.date.info', ...host], json: true, difference: 'vcsim has no HostDateTimeSystem' },
  { run: ['host.cert.info', ...host], json: true, difference: why.unset },
  { run: ['host.storage.info', ...host], json: true, difference: why.host },
  { run: ['host.maintenance.enter', '/DC0/host/DC0_C0/DC0_C0_H2'] },
  { run: ['host.maintenance.exit', '/DC0/host/DC0_C0/DC0_C0_H2'] },
  // Distributed switches
  { run: ['dvs.portgroup.info', '-pg', 'DC0_DVPG0', 'DVS0'], json: true, difference: why.dvports },
  {
    run: ['dvs.portgroup.info', '-connected', '-active', '-pg', 'DC0_DVPG0', 'DVS0'],
    json: true,
    difference: why.dvports,
  },
  { run: ['dvs.portgroup.change', '-vlan', '3123', 'DC0_DVPG0'] },
  { run: ['object.collect', '-s', '/DC0/network/DC0_DVPG0', 'config.defaultPortConfig.vlan.vlanId'] },
  { run: ['object.collect', '/DC0/network/DC0_DVPG0', 'config'], json: true, difference: why.switches },
  // Virtual machines
  { run: ['vm.info', vm], difference: 'the guest operating systems differ' },
  { run: ['vm.info', '-e', vm], json: true, difference: why.unset },
  { run: ['vm.change', '-vm', vm, '-e', 'guestinfo.a=1'] },
  { run: ['object.collect', '-s', vm, 'config.extraConfig["guestinfo.a"].value'] },
  { run: ['vm.change', '-vm', vm, '-e', 'guestinfo.a='] },
  { run: ['vm.change', '-vm', vm, '-annotation', 'kept'] },
  { run: ['vm.change', '-vm', vm, '-latency', 'noSuchLevel'] },
  { run: ['device.ls', '-vm', vm], json: true },
  { run: ['device.info', '-vm', vm, 'ethernet-0'], json: true, difference: why.unset },
  { run: ['device.disconnect', '-vm', vm, 'ethernet-0'] },
  { run: ['object.collect', '-s', vm, 'config.hardware.device[4000].connectable.connected'] },
  { run: ['device.connect', '-vm', vm, 'ethernet-0'] },
  { run: ['device.disconnect', '-vm', vm, 'noSuchDevice'] },
  { run: ['vm.power', '-off', vm] },
  { run: ['vm.power', '-off', vm] },
  { run: ['vm.power', '-on', vm] },
  // Rights
  { run: ['permissions.ls', '/DC0'], json: true },
  { run: ['permissions.set', '-principal', 'root', '-role', 'ReadOnly', '/DC0'] },
  { run: ['permissions.ls', '-a=false', '/DC0'], difference: why.permissions },
  { run: ['permissions.remove', '-principal', 'root', '/DC0'] },
  {
    run: ['permissions.remove', '-principal', 'root', '/DC0'],
    difference: 'vcsim takes the removal of a permission that is not there for done',
  },
  { run: ['role.ls', 'ReadOnly'] },
  { run: ['role.ls'], json: true },
  { run: ['role.create', 'compared', 'VirtualMachine.Interact.PowerOn'] },
  { run: ['role.ls', 'compared'] },
  { run: ['role.create', 'compared'] },
  { run: ['role.update', '-a', 'compared', 'VirtualMachine.Interact.PowerOff'] },
  { run: ['role.update', '-a', 'compared', 'no.such.privilege'] },
  { run: ['role.ls', 'compared'] },
  { run: ['role.remove', 'compared'] },
  { run: ['role.ls', 'compared'] },
  { run: ['role.usage', 'Admin'], json: true },
  { run: ['session.ls'], json: true, difference: why.session },
  { run: ['session.rm', 'noSuchSession'] },
  // What happened
  { run: ['events', '-n', '1', vm], json: true },
  { run: ['events', '-type', 'VmPoweredOnEvent', '-n', '1', vm], json: true },
  { run: ['tasks', '-n', '1', vm], json: true, difference: 'vcsim leaves the progress of a finished task unset' },
  // The server itself
  { run: ['option.ls', 'VirtualCenter.InstanceName'], difference: why.values },
  { run: ['option.ls'], json: true },
  { run: ['option.set', 'config.log.level', 'verbose'] },
  { run: ['option.ls', 'config.log.level'] },
  { run: ['extension.info'], json: true, difference: 'the estate has no extension; vcsim has its own' },
  { run: ['license.ls'], json: true, difference: 'vcsim lists the features of its licence' },
  { run: ['sso.lpp.info'], json: true, difference: 'vcsim has no password policy of single sign-on' },
  { run: ['sso.user.ls'], json: true },
  {
    run: ['sso.service.ls'],
    json: true,
    difference: 'vcsim adds attributes to the endpoints that no client here reads',
  },
  { run: ['vcsa.access.ssh.get'], json: true },
  { run: ['vcsa.access.shell.get'], json: true },
  { run: ['vcsa.log.forwarding.info'], json: true },
  // A lone host
  { run: ['about'], on: 'host', json: true },
  { run: ['ls', './...'], on: 'host' },
  { run: ['find', '/'], on: 'host' },
  { run: ['host.info'], on: 'host', json: true, difference: why.host },
  {
    run: ['host.account.create', '-id', 'compared', '-password', 'Sakimori-1!', '-description', 'one more'],
    on: 'host',
  },
  { run: ['host.account.create', '-id', 'compared', '-password', 'Sakimori-1!'], on: 'host' },
  { run: ['host.account.update', '-id', 'compared', '-password', 'Sakimori-2!', '-description', 'two'], on: 'host' },
  { run: ['host.account.remove', '-id', 'compared'], on: 'host' },
  { run: ['host.account.remove', '-id', 'compared'], on: 'host' },
  { run: ['host.option.ls', 'Config.HostAgent.log.level'], on: 'host' },
  { run: ['host.service.ls'], on: 'host', json: true, difference: why.services },
  { run: ['firewall.ruleset.find', '-c=false', '-direction', 'inbound', '-port', '22'], on: 'host' },
  { run: ['host.portgroup.info'], on: 'host', json: true, difference: why.portgroups },
  { run: ['permissions.ls'], on: 'host', json: true },
  { run: ['session.ls'], on: 'host', json: true, difference: why.session },
  { run: ['datacenter.create', 'another'], on: 'host' },
]
