import { bool, choice, long, str, type OptionSource } from '../option-row.ts'
import type { ByRelease } from '../release.ts'

/** Daemons whose log files are rotated on their own: name, files kept, kilobytes each. */
const loggers: readonly (readonly [name: string, rotate: ByRelease<number>, size: ByRelease<number>])[] = [
  ['hostd', { '6.5': 8, '7.0': 10 }, { '6.5': 1024, '7.0': 10240 }],
  ['vpxa', { '6.5': 8, '7.0': 10 }, { '6.5': 1024, '7.0': 5120 }],
  ['vmkernel', { '6.5': 8 }, { '6.5': 1024, '7.0': 10240 }],
  ['vobd', { '6.5': 8 }, { '6.5': 1024 }],
  ['shell', { '6.5': 8 }, { '6.5': 1024 }],
  ['auth', { '6.5': 8 }, { '6.5': 1024 }],
]

/** Where logs go. Names, defaults and limits: see `host-options.ts`. */
export const loggingOptions: readonly OptionSource[] = [
  str(
    'ScratchConfig.ConfiguredScratchLocation',
    'Scratch directory after the next start',
    '/vmfs/volumes/local/.locker',
  ),
  str('ScratchConfig.CurrentScratchLocation', 'Scratch directory in use', '/vmfs/volumes/local/.locker', {
    readonly: true,
  }),
  bool('Syslog.global.auditRecord.remoteEnable', 'Whether audit records are sent to the log hosts', { '7.0': false }),
  long('Syslog.global.auditRecord.storageCapacity', 'Megabytes for audit records', { '7.0': 4 }, [4, 100]),
  str('Syslog.global.auditRecord.storageDirectory', 'Directory of audit records', { '7.0': '[] /scratch/auditLog' }),
  bool('Syslog.global.auditRecord.storageEnable', 'Whether audit records are kept', { '7.0': false }),
  bool('Syslog.global.certificate.checkCRL', 'Whether revocation of log hosts’ certificates is checked', {
    '7.0': false,
  }),
  bool('Syslog.global.certificate.checkSSLCerts', 'Whether certificates of log hosts are checked', { '7.0': true }),
  bool('Syslog.global.certificate.strictX509Compliance', 'Whether they must obey X.509 to the letter', {
    '7.0': false,
  }),
  long('Syslog.global.defaultRotate', 'Rotated files that are kept', 8, [0, 100]),
  long('Syslog.global.defaultSize', 'Kilobytes at which a file is rotated', 1024, [0, 10240]),
  long('Syslog.global.droppedMsgs.fileRotate', 'Files kept of dropped messages', { '7.0': 10 }, [0, 100]),
  long('Syslog.global.droppedMsgs.fileSize', 'Kilobytes of a file of dropped messages', { '7.0': 100 }, [10, 10240]),
  // The name before certificate.checkSSLCerts; hosts have both.
  bool('Syslog.global.logCheckSSLCerts', 'Whether certificates of log hosts are checked (older name)', { '6.7': true }),
  str('Syslog.global.logDir', 'Directory of the logs', '[] /scratch/log'),
  bool('Syslog.global.logDirUnique', 'Whether the directory gets a subdirectory with the name of the host', false),
  bool('Syslog.global.logFiltersEnable', 'Whether log filters are applied', { '7.0': false }),
  str('Syslog.global.logHost', 'Log hosts that get a copy'),
  choice('Syslog.global.logLevel', 'Detail of the log of the syslog daemon', ['error', 'warning', 'info', 'debug'], {
    '7.0': 'error',
  }),
  long(
    'Syslog.global.msgQueueDropMark',
    'Percent of the queue at which messages are dropped',
    { '7.0': 90 },
    [50, 100],
  ),
  long(
    'Syslog.global.remoteHost.connectRetryDelay',
    'Seconds before a log host is tried again',
    { '7.0': 180 },
    [1, 3600],
  ),
  long('Syslog.global.remoteHost.maxMsgLen', 'Longest message to a log host', { '7.0': 1024 }, [480, 16384]),
  bool('Syslog.global.vsanBacking', 'Whether logs may lie on vSAN', { '7.0': false }),
  ...loggers.flatMap(([name, rotate, size]) => [
    long(`Syslog.loggers.${name}.rotate`, `Rotated files of ${name} that are kept`, rotate, [0, 100]),
    long(`Syslog.loggers.${name}.size`, `Kilobytes at which the log of ${name} is rotated`, size, [0, 10240]),
  ]),
  choice(
    'Vpx.Vpxa.config.log.level',
    'Detail of the log of the vCenter agent',
    ['none', 'error', 'warning', 'info', 'verbose', 'trivia'],
    { '6.5': 'verbose', '7.0': 'info' },
  ),
]
