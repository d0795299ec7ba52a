import type { DataTypes } from '@sakimori/vim25/types'
import { adminRole } from '../../access/roles.ts'
import { localAccounts } from '../../behaviour/host-accounts.ts'
import { thumbprintOf } from '../../behaviour/host-certificates.ts'
import { configOf } from '../../behaviour/host-config.ts'
import { changeRuntime, runtimeOf } from '../../behaviour/host-runtime.ts'
import { isLockdownMode, isSameUser, setLockdownMode } from '../../behaviour/lockdown.ts'
import { lockdownAdmits } from '../../behaviour/host-login.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { invalidLogin } from '../../session/accounts.ts'
import { ownHost, userOf } from './host-call.ts'

type ConnectSpec = DataTypes['HostConnectSpec']

/** What the twin has no other of: another name, another port, a gateway, a folder for VMs that it finds. */
const notHonoured = [
  'hostGateway',
  'managementIp',
  'port',
  'sslCertificate',
  'vimAccountName',
  'vimAccountPassword',
  'vmFolder',
] as const

function checkSpec(call: Call, host: ManagedObject, spec: ConnectSpec): void {
  const given = notHonoured.filter((name) => spec[name] !== undefined)
  if (given.length > 0)
    throw vimFault('NotSupported', {}, `The twin does not simulate these parts of a connection: ${given.join(', ')}`)
  if (spec.hostName !== undefined && spec.hostName !== call.world.nameOf(host)) {
    throw vimFault('NotSupported', {}, 'A host of the twin has one name only')
  }
  if (spec.lockdownMode !== undefined && !isLockdownMode(spec.lockdownMode))
    throw invalidArgument('cnxSpec.lockdownMode')
  const { certificate = [] } = configOf(host) ?? {}
  const own = thumbprintOf(certificate)
  if (spec.sslThumbprint !== undefined && own !== undefined && spec.sslThumbprint.toUpperCase() !== own) {
    throw vimFault(
      'SSLVerifyFault',
      { selfSigned: false, thumbprint: own },
      `The host's certificate has the thumbprint ${own}`,
    )
  }
}

/** An administrator of the host who may log in to it. */
function checkLogin(host: ManagedObject, { userName, password = '' }: ConnectSpec): void {
  if (userName === undefined) return
  const account = localAccounts(host).find(({ name }) => isSameUser(userName)(name))
  const opens = account !== undefined && password !== '' && account.password === password
  if (!opens || account.roleId !== adminRole || !lockdownAdmits(host, account.name)) throw invalidLogin()
}

function reconnect(call: Call, host: ManagedObject, spec: ConnectSpec | undefined): void {
  const { world } = call
  const { connectionState } = runtimeOf(host)
  const name = world.nameOf(host)
  if (connectionState === 'notResponding') throw vimFault('NoHost', { name }, `The host ${name} cannot be reached`)
  if (connectionState === 'connected' && spec === undefined) throw vimFault('InvalidState', {}, 'The host is connected')
  if (spec !== undefined) {
    checkSpec(call, host, spec)
    checkLogin(host, spec)
  }
  if (connectionState !== 'connected') {
    changeRuntime(world, host, { connectionState: 'connected' })
    world.events.post('HostConnectedEvent', userOf(call), host)
  }
  if (spec?.lockdownMode !== undefined && isLockdownMode(spec.lockdownMode)) {
    setLockdownMode(world, host, spec.lockdownMode, userOf(call))
  }
}

function checkServer({ world }: Call): void {
  if (world.isHost) throw vimFault('NotSupported', {}, 'Hosts are connected and disconnected by their vCenter Server')
}

export const connectionMethods = methodsOf('HostSystem', {
  DisconnectHost_Task(call) {
    checkServer(call)
    const host = ownHost(call)
    return startTask(call, 'HostSystem.disconnect', () => {
      if (runtimeOf(host).connectionState === 'disconnected') return
      changeRuntime(call.world, host, { connectionState: 'disconnected' })
      call.world.events.post('HostDisconnectedEvent', userOf(call), host)
    })
  },
  /** Nothing differs between a host and its server in the twin, so there is nothing that `syncState` would settle. */
  ReconnectHost_Task(call, { cnxSpec }) {
    checkServer(call)
    const host = ownHost(call)
    return startTask(call, 'HostSystem.reconnect', () => reconnect(call, host, cnxSpec))
  },
})
