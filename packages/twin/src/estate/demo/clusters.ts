import { cluster, type ClusterPlace } from '../build/places.ts'
import { osaka, tokyo, type SiteKey } from './company.ts'

export type ClusterKey = 'prod' | 'vdi' | 'legacy' | 'dr'

/** A cluster of the demo with its site. */
export interface DemoCluster {
  readonly site: SiteKey
  readonly place: ClusterPlace
}

/** The four clusters. */
export const clusters: Readonly<Record<ClusterKey, DemoCluster>> = {
  prod: { site: 'tokyo', place: cluster({ number: 51, name: 'TKY-本番', parent: tokyo.hostFolder, release: '8.0' }) },
  vdi: { site: 'tokyo', place: cluster({ number: 61, name: 'TKY-VDI', parent: tokyo.hostFolder, release: '7.0' }) },
  legacy: {
    site: 'tokyo',
    place: cluster({ number: 71, name: 'TKY-旧基盤', parent: tokyo.hostFolder, release: '6.5', drs: 'manual' }),
  },
  dr: {
    site: 'osaka',
    place: cluster({ number: 81, name: 'OSA-DR', parent: osaka.hostFolder, release: '7.0', drs: 'partiallyAutomated' }),
  },
}
