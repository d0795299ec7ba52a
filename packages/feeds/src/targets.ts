import type { BulletinTarget, Product } from '@sakimori/core/advisory'
import type { Cpe } from './cpe.ts'
import { oneLine } from './read/line.ts'

/** Products of the vendor, as CPE names have called them over the years. */
const OURS: Readonly<Record<string, Product>> = {
  esx: 'esx',
  esxi: 'esx',
  vcenter: 'vcenter',
  vcenter_server: 'vcenter',
  vcenter_server_appliance: 'vcenter',
  tools: 'tools',
}

/** The same in words, without the maker's name before them. */
const OUR_WORDS: Readonly<Record<string, Product>> = {
  esx: 'esx',
  esxi: 'esx',
  'vsphere esxi': 'esx',
  'vsphere esx': 'esx',
  vcenter: 'vcenter',
  'vcenter server': 'vcenter',
  'vcenter server appliance': 'vcenter',
  tools: 'tools',
}

interface Maker {
  /** The maker's own spelling. */
  readonly name: string
  readonly cpe: readonly string[]
  /** How texts of either language call it. */
  readonly words: RegExp
}

/** Makers of servers, and of what is built into servers. A new one is a row. */
const makers: readonly Maker[] = [
  {
    name: 'HPE',
    cpe: ['hp', 'hpe', 'hewlett_packard_enterprise'],
    words: /\b(hpe?|hewlett[ -]packard)\b|ヒューレット・?パッカード/i,
  },
  { name: 'Hitachi', cpe: ['hitachi', 'hitachivantara'], words: /\bhitachi\b|日立/i },
  { name: 'Dell', cpe: ['dell', 'emc', 'dellemc'], words: /\bdell\b|デル・?テクノロジーズ/i },
  { name: 'Cisco', cpe: ['cisco'], words: /\bcisco\b|シスコ/i },
  { name: 'Lenovo', cpe: ['lenovo'], words: /\blenovo\b|レノボ/i },
  { name: 'Fujitsu', cpe: ['fujitsu', 'fsastech'], words: /\bfujitsu\b|\bfsas\b|富士通|エフサス/i },
  { name: 'NEC', cpe: ['nec'], words: /\bnec\b|日本電気/i },
  { name: 'Supermicro', cpe: ['supermicro'], words: /\bsuper ?micro\b/i },
  { name: 'AMI', cpe: ['ami'], words: /\bami\b|\bamerican megatrends\b/i },
  { name: 'Intel', cpe: ['intel'], words: /\bintel\b|インテル/i },
  { name: 'AMD', cpe: ['amd'], words: /\bamd\b/i },
  { name: 'NVIDIA', cpe: ['nvidia', 'mellanox'], words: /\b(nvidia|mellanox)\b/i },
]

/** Besides hardware by its part: firmware is filed as an operating system, management controllers as applications. */
const FIRMWARE =
  /firmware|bios\b|uefi|integrated_lights-out|\bilo\b|idrac|integrated_management_controller|unified_computing_system|megarac|\bbmc\b/

/** What a CPE name says that an estate may run; `undefined` for all the other software of the world. */
export function targetOfCpe({ part, vendor, product }: Cpe): BulletinTarget | undefined {
  if (vendor === 'vmware') {
    const ours = ownOf(OURS, product)
    if (ours !== undefined) return { product: ours }
    return product === 'cloud_foundation' ? { vendor: 'VMware', model: 'Cloud Foundation' } : undefined
  }
  const maker = makers.find(({ cpe }) => cpe.includes(vendor))
  if (maker === undefined || product === '*' || !(part === 'h' || FIRMWARE.test(product))) return undefined
  const model = product.replaceAll('_', ' ').replace(/ (firmware|bios)$/, '')
  return { vendor: maker.name, model: oneLine(model, 120) }
}

/** The same of a vendor and a product in words. Of a maker every product counts: words do not tell its servers apart. */
export function targetOfWords(vendor: string, product: string): BulletinTarget | undefined {
  const ours = productOfWords(product)
  const said = `${vendor} ${product}`
  if (ours !== undefined && (/\b(vmware|broadcom)\b/i.test(said) || isAnonymous(vendor))) return { product: ours }
  if (/^(vmware )?cloud foundation$/i.test(product.trim())) return { vendor: 'VMware', model: 'Cloud Foundation' }
  const maker = makers.find(({ words }) => words.test(isAnonymous(vendor) ? product : vendor))
  if (maker === undefined) return undefined
  const model = oneLine(product, 120)
  return model === '' ? { vendor: maker.name } : { vendor: maker.name, model }
}

/** The vendor's own records name themselves `n/a` more often than not. */
const isAnonymous = (vendor: string) => ['', 'n/a', 'unspecified'].includes(vendor.trim().toLowerCase())

/** `VMware vSphere ESXi` is `esx`; a list of products in one text is none of them. */
export const productOfWords = (said: string): Product | undefined =>
  ownOf(
    OUR_WORDS,
    oneLine(said, 120)
      .toLowerCase()
      .replace(/^vmware /, ''),
  )

const NAMED: readonly (readonly [RegExp, BulletinTarget])[] = [
  [/\bESXi?\b/, { product: 'esx' }],
  [/\bvCenter\b/i, { product: 'vcenter' }],
  [/\bVMware Tools\b/i, { product: 'tools' }],
]

/**
 * What a headline names. `VMware` alone, without a product, is kept as the vendor: a person has to look. A maker alone
 * likewise, so a headline on its software is one too many.
 */
export function targetsOfHeadline(said: string): readonly BulletinTarget[] {
  const ours = NAMED.flatMap(([words, target]) => (words.test(said) ? target : []))
  const vendor = ours.length === 0 && /\bVMware\b|ヴイエムウェア/i.test(said) ? [{ vendor: 'VMware' }] : []
  return [...ours, ...vendor, ...makers.flatMap(({ name, words }) => (words.test(said) ? { vendor: name } : []))]
}

/** Each target once, in their order. */
export const distinct = (targets: Iterable<BulletinTarget | undefined>): readonly BulletinTarget[] => [
  ...new Map([...targets].flatMap((target) => (target ? [[keyOf(target), target] as const] : []))).values(),
]

const keyOf = ({ product, vendor, model }: BulletinTarget) => [product, vendor, model].join('|')

const ownOf = (table: Readonly<Record<string, Product>>, key: string): Product | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined
