import type { Release } from '../model/index.ts'

/** The last builds of each line: of 6.5, 6.7 and 7.0 those of the end of general support. */
export const buildOf: Readonly<Record<Release, { readonly esx: string; readonly vcenter: string }>> = {
  '6.5': { esx: '20502893', vcenter: '22499743' },
  '6.7': { esx: '20497097', vcenter: '22509723' },
  '7.0': { esx: '24784741', vcenter: '24927011' },
  '8.0': { esx: '25595708', vcenter: '25600417' },
  '9.0': { esx: '25595025', vcenter: '25629525' },
  '9.1': { esx: '25714478', vcenter: '25712839' },
}
