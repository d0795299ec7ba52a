import type { Release } from '@sakimori/core/model'
import type { DataTypes } from '@sakimori/vim25/types'
import { compareApi } from '@sakimori/vim25'
import type { Product } from '../releases/release.ts'
import { isFrom } from '../releases/release.ts'
import type { HardwareModel } from './hardware-models.ts'
import { uuidOf } from './identity.ts'

const GB = 2 ** 30

/** HostHardwareInfo of a server. */
export function hostHardware(
  number: number,
  model: HardwareModel,
  release: Release,
  { apiVersion }: Pick<Product, 'apiVersion'>,
): DataTypes['HostHardwareInfo'] {
  const { sockets, coresPerSocket, mhz, memoryGB } = model
  const cores = sockets * coresPerSocket
  const hz = mhz * 1_000_000
  const has = (since: string) => compareApi(apiVersion, since) >= 0
  return {
    _typeName: 'HostHardwareInfo',
    systemInfo: systemInfo(number, model, release),
    cpuPowerManagementInfo: {
      _typeName: 'HostCpuPowerManagementInfo',
      currentPolicy: 'Balanced',
      hardwareSupport: 'ACPI P-states, ACPI C-states',
    },
    cpuInfo: {
      _typeName: 'HostCpuInfo',
      numCpuPackages: sockets,
      numCpuCores: cores,
      numCpuThreads: cores * 2,
      hz,
    },
    cpuPkg: Array.from({ length: sockets }, (_, index) => cpuPackage(model, index, has('8.0.3.0'))),
    memorySize: memoryGB * GB - 400 * 2 ** 20,
    numaInfo: { _typeName: 'HostNumaInfo', type: 'NUMA', numNodes: sockets },
    smcPresent: false,
    cpuFeature: [leafOne(model)],
    biosInfo: {
      _typeName: 'HostBIOSInfo',
      biosVersion: model.bios.version,
      releaseDate: model.bios.date,
      vendor: model.vendor,
      majorRelease: model.bios.major,
      minorRelease: model.bios.minor,
      firmwareMajorRelease: 255,
      firmwareMinorRelease: 255,
      ...(has('8.0.2.0') ? { firmwareType: model.firmware } : {}),
    },
    reliableMemoryInfo: { _typeName: 'HostReliableMemoryInfo', memorySize: 0 },
  }
}

function systemInfo(number: number, { vendor, model }: HardwareModel, release: Release): DataTypes['HostSystemInfo'] {
  const serial = `JPZ${String(1_000_000 + number * 7919).slice(-7)}`
  const identify = (
    key: string,
    label: string,
    identifierValue: string,
  ): DataTypes['HostSystemIdentificationInfo'] => ({
    _typeName: 'HostSystemIdentificationInfo',
    identifierValue,
    identifierType: { _typeName: 'ElementDescription', key, label, summary: label },
  })
  return {
    _typeName: 'HostSystemInfo',
    vendor,
    model,
    uuid: uuidOf(0x4f5, number),
    otherIdentifyingInfo: [identify('AssetTag', 'Asset Tag', 'unknown'), identify('ServiceTag', 'Service tag', serial)],
    ...(isFrom(release, '6.7') ? { serialNumber: serial } : {}),
  }
}

function cpuPackage(model: HardwareModel, index: number, tellsModel: boolean): DataTypes['HostCpuPackage'] {
  const { cpu, mhz, coresPerSocket, signature } = model
  const threads = coresPerSocket * 2
  return {
    _typeName: 'HostCpuPackage',
    index,
    vendor: 'intel',
    hz: mhz * 1_000_000,
    busHz: 100_000_000,
    description: cpu,
    threadId: Array.from({ length: threads }, (_, thread) => index * threads + thread),
    cpuFeature: [leafOne(model)],
    ...(tellsModel
      ? {
          family: (signature >> 8) & 0xf,
          model: ((signature >> 12) & 0xf0) | ((signature >> 4) & 0xf),
          stepping: signature & 0xf,
        }
      : {}),
  }
}

/** Leaf 1 of CPUID: family, model and stepping are read from its first register. */
const leafOne = ({ signature }: HardwareModel): DataTypes['HostCpuIdInfo'] => ({
  _typeName: 'HostCpuIdInfo',
  level: 1,
  eax: bits(signature),
  ebx: bits(0x0020_0800),
  ecx: bits(0x7ffe_fbff),
  edx: bits(0xbfeb_fbff),
})

/** A register as the API writes it: four bits at a time. */
const bits = (register: number) => (register >>> 0).toString(2).padStart(32, '0').match(/.{4}/g)?.join(':') ?? ''
