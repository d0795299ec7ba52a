import { cluster, type ClusterPlace } from '../build/places.ts'
import { osaka, tokyo, type SiteKey } from './company.ts'

export type ClusterKey = 'prod' | 'vdi' | 'legacy' | 'dr'

/** A cluster of the demo with its site. */
export interface DemoCluster {
  readonly site: SiteKey
  readonly place: ClusterPlace
}

const inTokyo = { parent: tokyo.hostFolder } as const

/** The four clusters. The legacy one was made by hand in 2016, and its VMs start only where somebody starts them. */
export const clusters: Readonly<Record<ClusterKey, DemoCluster>> = {
  prod: {
    site: 'tokyo',
    place: cluster({ ...inTokyo, number: 51, name: 'TKY-本番', release: '8.0', evc: 'intel-icelake' }),
  },
  vdi: {
    site: 'tokyo',
    place: cluster({ ...inTokyo, number: 61, name: 'TKY-VDI', release: '7.0', evc: 'intel-cascadelake' }),
  },
  legacy: {
    site: 'tokyo',
    place: cluster({ ...inTokyo, number: 71, name: 'TKY-旧基盤', release: '6.5', drs: 'manual', ha: false }),
  },
  dr: {
    site: 'osaka',
    place: cluster({
      number: 81,
      name: 'OSA-DR',
      parent: osaka.hostFolder,
      release: '7.0',
      drs: 'partiallyAutomated',
      evc: 'intel-cascadelake',
    }),
  },
}
