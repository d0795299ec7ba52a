import type { DataTypes } from '@sakimori/vim25/types'
import type { HardwareModel } from './hardware-models.ts'

const green: DataTypes['ElementDescription'] = {
  _typeName: 'ElementDescription',
  key: 'green',
  label: 'Green',
  summary: 'Sensor is operating under normal conditions',
}

/** HostNumericSensorInfo, of which the reading is in the name: software has no other place for its version. */
const software = (name: string, id: string): DataTypes['HostNumericSensorInfo'] => ({
  _typeName: 'HostNumericSensorInfo',
  name,
  healthState: green,
  currentReading: 0,
  unitModifier: 0,
  baseUnits: '',
  sensorType: 'Software Components',
  id,
})

/** What the sensors of a server tell: no more than its firmware here. */
export const hostHealth = ({ bmc, bios }: HardwareModel): DataTypes['HealthSystemRuntime'] => ({
  _typeName: 'HealthSystemRuntime',
  systemHealthInfo: {
    _typeName: 'HostSystemHealthInfo',
    numericSensorInfo: [
      software(`Hewlett Packard Enterprise BMC Firmware (node 0) 46:10000 ${bmc}`, '44.0.32.99'),
      software(`Hewlett Packard Enterprise System BIOS ${bios.version} ${bios.date.slice(0, 10)}`, '45.0.32.99'),
    ],
  },
})
