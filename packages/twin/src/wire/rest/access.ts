import { flag, optional, struct, whole } from './decode.ts'
import { change, shows, takes, type RestRow } from './row.ts'

/** The doors of the appliance that are open or closed: path, and the setting behind it. */
const doors = [
  ['ssh', 'ssh'],
  ['dcui', 'dcui'],
  ['consolecli', 'consoleCli'],
] as const

/** How administrators reach the appliance itself: SSH, the console and the Bash shell. */
export const accessRows: readonly RestRow[] = [
  ...doors.flatMap(([name, field]) => [
    shows(`/appliance/access/${name}`, '6.5', ({ settings }) => settings.appliance[field]),
    takes('PUT', `/appliance/access/${name}`, '6.5', struct({ enabled: flag }), (call, { enabled }) =>
      change(call, { [field]: enabled }),
    ),
  ]),
  shows('/appliance/access/shell', '6.5', ({ settings: { appliance } }) => ({
    enabled: appliance.bashShell,
    timeout: appliance.bashShell ? (appliance.shellTimeout ?? 0) : 0,
  })),
  takes(
    'PUT',
    '/appliance/access/shell',
    '6.5',
    // The timeout may not exceed a day; a real server turns the shell off when it has passed.
    struct({ enabled: flag, timeout: optional(whole(0, 86_400)) }),
    (call, { enabled, timeout }) =>
      change(call, { bashShell: enabled, shellTimeout: timeout ?? call.settings.appliance.shellTimeout ?? 0 }),
    { wrap: 'config' },
  ),
]
