import { connect, isVimError, Secret, type MoRef, type VimClient } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'

export const administrator = 'administrator@vsphere.local'
/** The password of everybody in a generated estate. */
export const password = 'VMware1!'

/** A client that is logged in; SOAP, which hosts and vCenter Servers of all releases speak. */
export async function logIn(url: string, userName = administrator, secret = password): Promise<VimClient> {
  const client = await connect({ url, tls: { mode: 'insecure' }, protocol: 'soap' })
  try {
    await client.login({ userName, password: new Secret(secret) })
  } catch (error) {
    await client.close()
    throw error
  }
  return client
}

/** Tries a login and says how it went: 'in', or the name of the fault. */
export async function tryLogIn(url: string, userName: string, secret = password): Promise<string> {
  try {
    const client = await logIn(url, userName, secret)
    await client.close()
    return 'in'
  } catch (error) {
    if (!isVimError(error)) throw error
    return error.fault?._typeName ?? error.code
  }
}

/** One property of one object, as the client decodes it. */
export async function property(client: VimClient, object: MoRef, path: string): Promise<unknown> {
  const request = { type: object.type, objects: [object], paths: [path] }
  for await (const { values } of client.retrieve([request])) return values[path]
  return undefined
}

/** The references of a host's managers. */
export async function managersOf(client: VimClient, host: MoRef): Promise<DataTypes['HostConfigManager']> {
  return (await property(client, host, 'configManager')) as DataTypes['HostConfigManager']
}

/** Takes away what keeps a person out of a host of a generated estate: lockdown mode, and addresses that are not here. */
export async function letIn(client: VimClient, host: MoRef): Promise<void> {
  const { hostAccessManager, firewallSystem } = await managersOf(client, host)
  if (hostAccessManager === undefined || firewallSystem === undefined) throw new Error(`${host.value} lacks a manager`)
  await client.call(hostAccessManager, 'ChangeLockdownMode', { mode: 'lockdownDisabled' })
  const allowedHosts = { _typeName: 'HostFirewallRulesetIpList', ipAddress: ['127.0.0.1'], allIp: false } as const
  for (const id of ['sshServer', 'vSphereClient']) {
    await client.call(firewallSystem, 'UpdateRuleset', {
      id,
      spec: { _typeName: 'HostFirewallRulesetRulesetSpec', allowedHosts },
    })
  }
}
