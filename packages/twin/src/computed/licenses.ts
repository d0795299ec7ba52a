import type { DataTypes, MoRef } from '@sakimori/vim25/types'
import type { ManagedObject } from '../kernel/store.ts'
import { listOf } from '../kernel/values.ts'
import type { World } from '../kernel/world.ts'
import { fromOwn, fromWorld, type ComputedTable } from '../kernel/computed.ts'

type License = DataTypes['LicenseManagerLicenseInfo']

export const evaluationKey = '00000-00000-00000-00000-00000'

/** Hours of the evaluation that is left: 60 days from the installation; what the twin stands for is always new. */
const hoursLeft = 60 * 24

/** An int of an anyType keeps its type in a box. */
const int = (value: number) => ({ _typeName: 'int' as const, _value: value })
const long = (value: number) => ({ _typeName: 'long' as const, _value: value })

export const licenseProperty = (key: string, value: DataTypes['KeyAnyValue']['value']): DataTypes['KeyAnyValue'] => ({
  _typeName: 'KeyAnyValue',
  key,
  value,
})

export function productProperties(world: World): DataTypes['KeyAnyValue'][] {
  const { licenseProductName = '', licenseProductVersion = '' } = world.parts.about
  return [licenseProperty('ProductName', licenseProductName), licenseProperty('ProductVersion', licenseProductVersion)]
}

function evaluation(world: World): License {
  return {
    _typeName: 'LicenseManagerLicenseInfo',
    licenseKey: evaluationKey,
    editionKey: 'eval',
    name: 'Evaluation Mode',
    total: 0,
    costUnit: '',
    properties: [...productProperties(world), licenseProperty('expirationHours', long(hoursLeft))],
  }
}

/** The licences in the server's inventory; a server without one is evaluated. */
export function licensesOf(world: World, manager: ManagedObject | undefined): readonly License[] {
  const held = manager?.get('licenses')
  return held === undefined ? [evaluation(world)] : (listOf(held) as readonly License[])
}

export const assignmentManager: MoRef<'LicenseAssignmentManager'> = {
  type: 'LicenseAssignmentManager',
  value: 'LicenseAssignmentManager',
}

export const licenseProperties: ComputedTable = {
  LicenseManager: {
    licenses: fromOwn(({ object, world }) => licensesOf(world, object)),
    licenseAssignmentManager: fromOwn(({ world }) => world.parts.local.get(assignmentManager)?.ref),
    licensedEdition: fromOwn(({ world }) => (world.isHost ? 'esxFull' : 'vc')),
    evaluation: fromWorld(({ world }) => ({
      _typeName: 'LicenseManagerEvaluationInfo',
      properties: [
        ...productProperties(world),
        licenseProperty('expirationHours', long(hoursLeft)),
        licenseProperty('expirationMinutes', int(0)),
      ],
    })),
    source: fromOwn(() => ({ _typeName: 'LocalLicenseSource', licenseKeys: '' })),
    sourceAvailable: fromOwn(() => true),
  },
}
