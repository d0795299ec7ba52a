import type { DataTypes } from '@sakimori/vim25/types'
import { evaluationKey, licenseProperty, licensesOf, productProperties } from '../../../computed/licenses.ts'
import { methodsOf, sessionOf, type Call } from '../../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../../kernel/fault.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import type { World } from '../../../kernel/world.ts'

type License = DataTypes['LicenseManagerLicenseInfo']
type Label = DataTypes['KeyValue']

/** Five groups of five letters and digits; keys of zeros are VMware's own and cannot be bought. */
const keyPattern = /^(?!0{5}-)[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$/

/** What a key is worth. Any well-formed key stands for the largest edition: the twin has no way to read them. */
function decode(world: World, licenseKey: string, labels: readonly Label[] = []): License {
  const isValid = keyPattern.test(licenseKey)
  const version = world.parts.about.licenseProductVersion ?? ''
  const base = { _typeName: 'LicenseManagerLicenseInfo' as const, licenseKey, ...(labels.length > 0 && { labels }) }
  if (!isValid) {
    return {
      ...base,
      editionKey: '',
      name: '',
      total: 0,
      costUnit: '',
      properties: [licenseProperty('diagnostic', 'License is not valid for this product')],
    }
  }
  return {
    ...base,
    editionKey: 'esx.enterprisePlus.cpuPackage',
    name: `VMware vSphere ${version.split('.')[0] ?? ''} Enterprise Plus`,
    total: 0,
    used: 0,
    costUnit: 'cpuPackage',
    properties: productProperties(world),
  }
}

const isValid = ({ editionKey }: License) => editionKey !== ''

function setLicenses(world: World, licenses: readonly License[]): void {
  const manager = licenseManager(world)
  if (manager !== undefined) world.parts.local.set(manager, 'licenses', licenses)
}

const licenseManager = (world: World): ManagedObject | undefined => world.manager('LicenseManager')
const licensesHere = (world: World) => licensesOf(world, licenseManager(world))

function known(world: World, licenseKey: string): License {
  const found = licensesHere(world).find((license) => license.licenseKey === licenseKey)
  if (found === undefined) throw invalidArgument('licenseKey', 'is not in the inventory')
  return found
}

const post = (call: Call, message: string) =>
  call.world.events.postEx('vim.event.LicenseEvent', sessionOf(call).name, undefined, message)

/** Replaces the labels of a licence; an empty value takes a label away. */
function label(world: World, licenseKey: string, key: string, value: string): void {
  const license = known(world, licenseKey)
  const others = (license.labels ?? []).filter((held) => held.key !== key)
  const labels: Label[] = value === '' ? others : [...others, { _typeName: 'KeyValue', key, value }]
  const { labels: _old, ...rest } = license
  const made: License = { ...rest, ...(labels.length > 0 && { labels }) }
  setLicenses(
    world,
    licensesHere(world).map((held) => (held.licenseKey === licenseKey ? made : held)),
  )
}

export const licenseMethods = methodsOf('LicenseManager', {
  AddLicense(call, { licenseKey, labels = [] }) {
    const { world } = call
    const made = decode(world, licenseKey, labels)
    const held = licensesHere(world)
    // What is no key is answered with a diagnosis, and not kept.
    if (!isValid(made)) return held.find((license) => license.licenseKey === licenseKey) ?? made
    setLicenses(world, [...held.filter((license) => license.licenseKey !== licenseKey), made])
    post(call, `License ${licenseKey} added`)
    return made
  },
  UpdateLicense(call, { licenseKey, labels = [] }) {
    const { world } = call
    // A host by itself has one licence, and this sets it; a server's is in its inventory already.
    const made = decode(world, licenseKey, labels)
    if (world.isHost && !isValid(made)) return made
    if (world.isHost) setLicenses(world, [made])
    for (const { key, value } of labels) label(world, licenseKey, key, value)
    return known(world, licenseKey)
  },
  RemoveLicense(call, { licenseKey }) {
    const { world } = call
    // A key that is not there is gone already.
    if (licenseKey === evaluationKey) throw invalidArgument('licenseKey', 'is the evaluation, which is no license')
    if ([...assignmentsOf(world).values()].includes(licenseKey)) throw invalidArgument('licenseKey', 'is assigned')
    setLicenses(
      world,
      licensesHere(world).filter((license) => license.licenseKey !== licenseKey),
    )
    post(call, `License ${licenseKey} removed`)
    return undefined
  },
  DecodeLicense: ({ world }, { licenseKey }) =>
    licensesHere(world).find((license) => license.licenseKey === licenseKey) ?? decode(world, licenseKey),
  UpdateLicenseLabel(call, { licenseKey, labelKey, labelValue }) {
    label(call.world, licenseKey, labelKey, labelValue)
    return undefined
  },
  RemoveLicenseLabel(call, { licenseKey, labelKey }) {
    label(call.world, licenseKey, labelKey, '')
    return undefined
  },
})

/** Which key is assigned to what; what is in no row is evaluated. */
function assignmentsOf(world: World): ReadonlyMap<string, string> {
  const state = world.manager('LicenseAssignmentManager')?.state
  return state instanceof Map ? (state as Map<string, string>) : new Map()
}

interface Licensable {
  readonly id: string
  readonly name: string
}

/** What is licensed: the server itself, and its hosts and clusters. */
function licensables(world: World): Licensable[] {
  const { instanceUuid, name } = world.parts.about
  const objects = ['HostSystem', 'ClusterComputeResource'].flatMap((type) => [...world.ofType(type)])
  const server = instanceUuid === undefined ? [] : [{ id: instanceUuid, name }]
  return [...server, ...objects.map((object) => ({ id: object.ref.value, name: world.nameOf(object) }))]
}

function licensable(world: World, id: string): Licensable {
  const found = licensables(world).find((one) => one.id === id)
  if (found === undefined) {
    throw vimFault('LicenseEntityNotFound', { entityId: id }, `The license entity ${id} was not found`)
  }
  return found
}

function assign(world: World, id: string, licenseKey: string | undefined): void {
  const manager = world.manager('LicenseAssignmentManager')
  if (manager === undefined) return
  const others = [...assignmentsOf(world)].filter(([held]) => held !== id)
  manager.state = new Map(licenseKey === undefined ? others : [...others, [id, licenseKey]])
}

export const licenseAssignmentMethods = methodsOf('LicenseAssignmentManager', {
  QueryAssignedLicenses({ world }, { entityId }) {
    const scope = world.parts.about.instanceUuid
    const assignments = assignmentsOf(world)
    const asked = entityId === undefined || entityId === '' ? licensables(world) : [licensable(world, entityId)]
    const all = licensesHere(world)
    const evaluation = licensesOf(world, undefined)[0]
    return asked.flatMap(({ id, name }) => {
      const license = all.find(({ licenseKey }) => licenseKey === assignments.get(id)) ?? evaluation
      if (license === undefined) return []
      return [
        {
          _typeName: 'LicenseAssignmentManagerLicenseAssignment' as const,
          entityId: id,
          entityDisplayName: name,
          assignedLicense: license,
          ...(scope !== undefined && { scope }),
          ...(license.properties !== undefined && { properties: license.properties }),
        },
      ]
    })
  },
  UpdateAssignedLicense(call, { entity, licenseKey }) {
    const { world } = call
    const { name } = licensable(world, entity)
    const license = licenseKey === evaluationKey ? decodeEvaluation(world) : known(world, licenseKey)
    assign(world, entity, licenseKey === evaluationKey ? undefined : licenseKey)
    post(call, `License ${licenseKey} assigned to ${name}`)
    return license
  },
  RemoveAssignedLicense(call, { entityId }) {
    const { name } = licensable(call.world, entityId)
    assign(call.world, entityId, undefined)
    post(call, `License removed from ${name}`)
    return undefined
  },
})

function decodeEvaluation(world: World): License {
  const [license] = licensesOf(world, undefined)
  return license ?? decode(world, evaluationKey)
}
