import { kept, row, type VmMore, type VmRow } from '../vm-row.ts'

const salted: VmMore = { extraConfig: kept({ 'sched.mem.pshare.salt': 'vdi-gold-2022' }) }

/** What is different on single desktops, by their number. */
const differences: Readonly<Record<number, VmMore>> = {
  3: salted,
  5: { sound: true },
  // Comes after the third on the same host: every other desktop is on v01.
  7: salted,
  11: { cdrom: { connected: true, guestControl: true } },
}

/** Desktops of the designers: odd ones on v01, even ones on v02. */
const desktops: readonly VmRow[] = Array.from({ length: 16 }, (_, index) => {
  const number = index + 1
  const host = number % 2 === 1 ? 'v01' : 'v02'
  const name = `VDI-設計-${String(number).padStart(3, '0')}`
  return row(name, 'win10', 'm', host, 'vdi', 'VDI', `10.10.210.${10 + number}`, {
    datastore: 'TKY-VDI01',
    ...differences[number],
  })
})

/** The desktops and what they need. */
export const virtualDesktops: readonly VmRow[] = [
  ...desktops,
  row('VDI-CAD01', 'win10', 'l', 'v01', 'vdi', 'VDI', '10.10.210.101', {
    datastore: 'TKY-VDI01',
    passthrough: { device: 'NVIDIA TU104GL [Tesla T4]', pciId: '0000:3b:00.0' },
    extraConfig: kept({ 'mks.enable3d': 'TRUE' }),
    memoryLocked: true,
  }),
  row('VDI-接続01', 'win2019', 'm', 'v01', 'vdi', 'VDI', '10.10.210.201', { datastore: 'TKY-VDI01' }),
  row('VDI-接続02', 'win2019', 'm', 'v02', 'vdi', 'VDI', '10.10.210.202', { datastore: 'TKY-VDI01' }),
]
