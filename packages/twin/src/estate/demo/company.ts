import { ref } from '@sakimori/vim25'
import { datacenter } from '../build/places.ts'

/**
 * The company of the demo: a maker of precision parts with a main site in Tokyo and a disaster recovery site in Osaka.
 * It is invented, and so are all names, addresses and serial numbers.
 */
export const company = {
  name: 'Sakimori Demo 株式会社サキモリ精機',
  domain: 'sakimori-seiki.example',
  directory: 'corp.sakimori-seiki.example',
  vcenter: 'vcsa01.sakimori-seiki.example',
  instanceUuid: '7c0ffee0-5a61-4d0e-8a11-5e1c1a5eed01',
  logHost: 'ssl://syslog01.sakimori-seiki.example:1514',
  password: 'VMware1!',
} as const

/** The networks from which hosts are managed: the only ones that a host’s firewall lets in. */
export const managedFrom: readonly string[] = ['10.10.10.0/24', '10.10.11.0/24', '10.20.40.0/24', '10.20.41.0/24']

export const rootFolder = ref('Folder', 'group-d1')
export const tokyo = datacenter({ number: 11, name: '東京本社', parent: rootFolder })
export const osaka = datacenter({ number: 31, name: '大阪DR', parent: rootFolder })
export type SiteKey = 'tokyo' | 'osaka'
export const siteOf = { tokyo, osaka } as const
