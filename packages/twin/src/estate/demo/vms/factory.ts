import { kept, row, type VmMore, type VmRow } from '../vm-row.ts'

const old: VmMore = { datastore: 'TKY-OLD01' }

/** Old systems that nobody dares to move, and those that run the machines. */
export const factory: readonly VmRow[] = [
  row('工場-HMI01', 'win2016', 'm', 'l01', 'factory', 'LG-工場', '10.10.130.11', old),
  row('工場-HMI02', 'win2016', 'm', 'l02', 'factory', 'LG-工場', '10.10.130.12', old),
  row('工場-計測01', 'win2012', 'm', 'l01', 'factory', 'LG-工場', '10.10.130.21', old),
  row('工場-計測02', 'win2012', 'm', 'l03', 'factory', 'LG-工場', '10.10.130.22', old),
  row('旧MES-AP', 'win2008', 'm', 'l01', 'factory', 'LG-工場', '10.10.130.31', old),
  row('旧MES-DB', 'win2008', 'l', 'l02', 'factory', 'LG-工場', '10.10.130.32', old),
  // An appliance as its maker ships it: nothing is set.
  row('plc-gw01', 'otherLinux', 's', 'l02', 'factory', 'LG-工場', '10.10.130.41', {
    ...old,
    extraConfig: {},
    serial: { connected: true, uri: 'telnet://:4001' },
  }),
  row('plc-gw02', 'otherLinux', 's', 'l03', 'factory', 'LG-工場', '10.10.130.42', old),
  row('XP-検査機01', 'winXp', 's', 'l01', 'factory', 'LG-工場', '10.10.130.51', {
    ...old,
    hardware: 8,
    toolsVersion: 10_309,
    extraConfig: kept({ 'RemoteDisplay.vnc.enabled': 'TRUE', 'RemoteDisplay.vnc.port': '5901' }),
  }),
  row('XP-検査機02', 'winXp', 's', 'l03', 'factory', 'LG-工場', '10.10.130.52', {
    ...old,
    hardware: 8,
    toolsVersion: 10_309,
    floppy: { connected: true },
  }),
  row('旧会計サーバ', 'win2008', 'm', 'l01', 'factory', 'LG-業務', '10.10.102.11', {
    ...old,
    cdrom: { connected: true, hostDevice: '/vmfs/devices/cdrom/mpx.vmhba1:C0:T0:L0', guestControl: true },
    extraConfig: kept({ 'isolation.device.connectable.disable': 'FALSE' }),
  }),
  row('旧図面管理', 'win2008', 'm', 'l02', 'factory', 'LG-情報', '10.10.112.11', { ...old, hardware: 9 }),
  row('旧受発注-AP', 'win2008', 'm', 'l03', 'factory', 'LG-業務', '10.10.102.21', { ...old, floppy: {} }),
  row('旧受発注-DB', 'win2008', 'm', 'l03', 'factory', 'LG-業務', '10.10.102.22', old),
  row('旧勤怠', 'rhel6', 's', 'l01', 'factory', 'LG-業務', '10.10.102.31', old),
  row('旧ファイルサーバ', 'win2012', 'l', 'l02', 'factory', 'LG-情報', '10.10.112.21', old),
  row('ws2008-ライセンス', 'win2008', 's', 'l03', 'factory', 'LG-情報', '10.10.112.31', {
    ...old,
    parallel: { device: '/dev/parport0', connected: true },
  }),
  row('fax01', 'win2012', 's', 'l02', 'factory', 'VM Network', '10.10.1.41', old),
  row('fw-factory', 'otherLinux', 's', 'l01', 'factory', 'LG-FW', '10.10.130.1', old),
  // The old backup proxy was put on the hosts’ own network, where it was quickest.
  row('backup-proxy-旧', 'win2012', 'm', 'l03', 'factory', 'Management Network', '10.10.10.201', old),
  row('旧Notes', 'win2008', 'm', 'l03', 'factory', 'LG-情報', '10.10.112.41', { ...old, off: true }),
]
