import { NOTICE } from '../build/hardened.ts'
import type { CertificateMaker } from '../build/host.ts'
import { datastore } from '../build/datastores.ts'
import { folder, network } from '../build/places.ts'
import { defaultVcenterSettings } from '../defaults.ts'
import type { Estate, EstateObject } from '../estate.ts'
import { vcenterAbout, vcenterProducts } from '../releases/release.ts'
import { alarms } from './alarms.ts'
import { clusters } from './clusters.ts'
import { company, osaka, rootFolder, tokyo } from './company.ts'
import { datastores } from './datastores.ts'
import { extensions } from './extensions.ts'
import { folders } from './folders.ts'
import { demoHosts } from './hosts.ts'
import { standardNetworkFolder, standardNetworks } from './networks.ts'
import { permissions, roles, users } from './people.ts'
import { appliance, sso } from './server.ts'
import { openBoard } from './switchboard.ts'
import { demoVms } from './vms.ts'

/** 8.0 U3d of October 2024: the update waits for the backup software. */
const product = { ...vcenterProducts['8.0'], build: 24322831 }

/**
 * The estate that Sakimori is tried on: a manufacturer with 14 hosts and some 130 VMs at two sites, kept by people who
 * mean well. What they got wrong is in the answer key.
 */
export function demoEstate(makeCertificate?: CertificateMaker): Estate {
  const objects = makeObjects(makeCertificate)
  return {
    name: company.name,
    kind: 'vcenter',
    about: vcenterAbout(product, company.instanceUuid),
    rootFolder,
    settings: defaultVcenterSettings('8.0', {
      'VirtualCenter.VimPasswordExpirationInDays': 0,
      'etc.issue': NOTICE,
      'snmp.receiver.1.name': `hwmon01.${company.domain}`,
      'vpxd.certmgmt.mode': 'thumbprint',
      'vpxd.event.syslog.enabled': 'false',
    }),
    extensions,
    alarms,
    roles,
    permissions,
    users,
    sso,
    appliance,
    objects: () => objects,
  }
}

function makeObjects(makeCertificate?: CertificateMaker): readonly EstateObject[] {
  const boards = { tokyo: openBoard('tokyo'), osaka: openBoard('osaka') }
  const hosts = demoHosts(boards, makeCertificate)
  const vms = demoVms(boards)
  return [
    folder({ ref: rootFolder, name: 'Datacenters', kind: 'root' }),
    ...tokyo.objects,
    ...osaka.objects,
    ...folders,
    ...Object.values(clusters).flatMap(({ place }) => place.objects),
    ...Object.values(datastores).map(datastore),
    ...Object.entries(standardNetworks).map(([name, ref]) => network({ ref, name, parent: standardNetworkFolder })),
    ...boards.tokyo.objects(),
    ...boards.osaka.objects(),
    ...hosts,
    ...vms,
  ]
}
