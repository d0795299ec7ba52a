import { certificateSetting, certificateText, recordCertificate } from '../../behaviour/host-certificates.ts'
import { needHost } from '../../behaviour/host-reach.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { methodsOf, startTask, type Call } from '../../kernel/call.ts'
import { gone } from '../../kernel/call.ts'
import { vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import type { Authority } from '../../tls/authority.ts'
import type { MoRef } from '@sakimori/vim25'

const minute = 60_000
const day = 86_400_000

function hostsOf({ world }: Call, refs: readonly MoRef[]): ManagedObject[] {
  return refs.map((ref) => {
    const host = world.find(ref)
    if (host === undefined) throw gone(ref)
    needHost(world, host)
    return host
  })
}

/** The authority that signs for the hosts: the twin's, as VMCA is a vCenter Server's. */
function authorityOf({ world }: Call): Promise<Authority> {
  const { settings } = world.parts
  if (settings === undefined) throw vimFault('NotSupported', {}, 'The server has no certificate authority')
  return settings.tls.authorityAt(world.now())
}

/** Names and dates as the settings `vpxd.certmgmt.certs.*` say. */
function renew({ world }: Call, host: ManagedObject, authority: Authority): void {
  const now = world.parts.now()
  const name = world.nameOf(host)
  const { cert } = authority.issue({
    commonName: name,
    names: [name],
    organization: 'VMware',
    validFrom: new Date(now - certificateSetting(world, 'certs.minutesBefore', 1440) * minute),
    validTo: new Date(now + certificateSetting(world, 'certs.daysValid', 1825) * day),
  })
  recordCertificate(world, host, cert)
}

/** Makes sure that the host trusts the authority; others that it trusts stay. */
function trust({ world }: Call, host: ManagedObject, { pem }: Authority): void {
  const { caCertificates = [] } = hostStateOf(host)
  if (!caCertificates.includes(pem)) changeHostState(world.store, host, { caCertificates: [...caCertificates, pem] })
}

export const certificateManagerMethods = methodsOf('CertificateManager', {
  CertMgrRefreshCertificates_Task(call, { host: refs }) {
    const mode = certificateText(call.world, 'mode') ?? 'vmca'
    const work = async () => {
      if (mode !== 'vmca')
        throw vimFault('NotSupported', {}, `Certificates of hosts are not signed here: vpxd.certmgmt.mode is ${mode}`)
      const hosts = hostsOf(call, refs)
      const authority = await authorityOf(call)
      for (const host of hosts) {
        renew(call, host, authority)
        trust(call, host, authority)
      }
    }
    return startTask(call, 'CertificateManager.refreshCertificates', work, call.world.find(call.world.rootFolder))
  },
  CertMgrRefreshCACertificatesAndCRLs_Task(call, { host: refs }) {
    const work = async () => {
      const hosts = hostsOf(call, refs)
      const authority = await authorityOf(call)
      for (const host of hosts) trust(call, host, authority)
    }
    return startTask(
      call,
      'CertificateManager.refreshCACertificatesAndCRLs',
      work,
      call.world.find(call.world.rootFolder),
    )
  },
})
