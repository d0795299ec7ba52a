import { setOption, type Draft, type DraftObject } from './draft.ts'

/** One change after which a control of a good estate passes that otherwise does not apply, or asks for more than ours. */
export type Improver = (draft: Draft) => void

const each =
  (type: string, change: (object: DraftObject) => void): Improver =>
  ({ objects }) =>
    objects.filter(({ ref }) => ref.type === type).forEach(change)

const eachHost = (change: (host: DraftObject) => void) => each('HostSystem', change)

/** In a domain, with the options of a good host. */
const joined = eachHost(({ values }) => {
  values['config.authenticationManagerInfo'] = {
    _typeName: 'HostAuthenticationManagerInfo',
    authConfig: [{ _typeName: 'HostActiveDirectoryInfo', enabled: true, joinedDomain: 'CORP.EXAMPLE.TEST' }],
  }
})

/** For each control whose pass the good estate does not show, what a careful administrator has there. */
export const improvers: Readonly<Record<string, Improver>> = {
  'vcenter.mail-protected': each('ServiceInstance', (vcenter) => {
    setOption(vcenter, 'OptionManager.setting', 'mail.smtp.server', 'mail.example.test')
    setOption(vcenter, 'OptionManager.setting', 'mail.smtp.port', 587)
    setOption(vcenter, 'OptionManager.setting', 'mail.smtp.username', 'vcenter')
  }),
  'esx.domain-admins-group': joined,
  'esx.domain-admins-group-not-added': joined,
  'esx.domain-revalidation': joined,
  'esx.syslog-daemon-level': eachHost((host) => setOption(host, 'config.option', 'Syslog.global.logLevel', 'error')),
  'esx.lockdown-strict': eachHost(({ values }) => {
    values['config.lockdownMode'] = 'lockdownStrict'
  }),
  'esx.console-service-stopped': eachHost(({ values }) => {
    values['config.service.service'] = [
      { _typeName: 'HostService', key: 'DCUI', label: 'DCUI', running: false, policy: 'off' },
    ]
  }),
  'esx.vmotion-own-stack': eachHost(({ values }) => {
    values['config.network.vnic'] = [
      {
        _typeName: 'HostVirtualNic',
        device: 'vmk1',
        key: 'key-vim.host.VirtualNic-vmk1',
        portgroup: 'vMotion',
        spec: { _typeName: 'HostVirtualNicSpec', portgroup: 'vMotion', netStackInstanceKey: 'vmotion' },
      },
    ]
  }),
  'vm.cluster-agent-without-network': each('VirtualMachine', ({ values }) => {
    values['config.managedBy'] = {
      _typeName: 'ManagedByInfo',
      extensionKey: 'com.vmware.vim.eam',
      type: 'cluster-agent',
    }
    values['config.hardware.device'] = []
  }),
}

/** Controls that a well-kept estate passes on to a person: only he can say that it is good. */
export const askedOfAPerson: readonly string[] = [
  'esx.firmware-patched',
  'vcenter.trusted-roots',
  'vcenter.service-account-per-application',
  'sso.ldap-bind-account',
]
