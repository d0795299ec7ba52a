import { long, type OptionSource } from '../option-row.ts'

/** Disks, file systems and paths. Names, defaults and limits: see `host-options.ts`. */
export const storageOptions: readonly OptionSource[] = [
  long('DataMover.HardwareAcceleratedInit', 'Whether the array zeroes blocks', 1, [0, 1]),
  long('DataMover.HardwareAcceleratedMove', 'Whether the array copies blocks', 1, [0, 1]),
  long('Disk.ApdTokenRetryCount', 'Retries of a command on a lost path', 25, [10, 99999]),
  long('Disk.AutoremoveOnPDL', 'Whether a device that is gone for good is removed', 1, [0, 1]),
  long('Disk.DiskMaxIOSize', 'Kilobytes of the largest command', 32767, [32, 32767]),
  long(
    'Disk.FailDiskRegistration',
    'Whether reserved devices are left out at the start',
    { '6.5': 0, '6.7': 1 },
    [0, 1],
  ),
  long('Disk.MaxLUN', 'Number of LUN ids that are scanned', 1024, { '6.5': [1, 16384], '7.0': [1, 4294967295] }),
  long('Disk.QFullSampleSize', 'Full queues after which the depth is halved; 0: never', 0, [0, 64]),
  long('Disk.QFullThreshold', 'Good commands after which the depth grows again', 8, [1, 16]),
  long('Disk.SectorMaxDiff', 'Distance in sectors that counts as sequential', 2000, [0, 2000000]),
  long('Disk.SharesHigh', 'Shares called high', 2000, [100, 10000]),
  long('Disk.SharesLow', 'Shares called low', 500, [100, 10000]),
  long('Disk.SharesNormal', 'Shares called normal', 1000, [100, 10000]),
  long('Disk.SupportSparseLUN', 'Whether gaps in LUN ids are expected', 1, [0, 1]),
  long('Disk.UseDeviceReset', 'Whether a device may be reset', 1, [0, 1]),
  long('Disk.UseLunReset', 'Whether a LUN may be reset', 1, [0, 1]),
  long('Misc.APDHandlingEnable', 'Whether lost paths are given up after the timeout', 1, [0, 1]),
  long('Misc.APDTimeout', 'Seconds until lost paths are given up', 140, [20, 999999]),
  long('VMFS3.FailVolumeOpenIfAPD', 'Whether a volume without a path fails to open', 0, [0, 1]),
  long('VMFS3.HardwareAcceleratedLocking', 'Whether the array locks blocks', 1, [0, 1]),
  long('VMFS3.MaxAddressableSpaceTB', 'Terabytes of open files', 32, [32, 128]),
  long('VMFS3.UseATSForHBOnVMFS5', 'Whether the array locks heartbeats', 1, [0, 1]),
]
