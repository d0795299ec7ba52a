import { describe, expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { time } from './time.ts'

const { firstVerdict, firstNote } = asking(time)
const id = 'esx.time-synchronised'

interface Clock {
  readonly ntpd?: readonly [running: boolean, policy: string]
  readonly ptpd?: readonly [running: boolean, policy: string]
  readonly servers?: readonly string[]
  readonly ports?: readonly object[]
}

const clock =
  ({ ntpd, ptpd, servers, ports }: Clock): Spoiler =>
  (draft) => {
    const { values } = first(draft, 'HostSystem')
    values['config.service.service'] = Object.entries({ ntpd, ptpd }).flatMap(([key, state]) =>
      state ? [{ key, running: state[0], policy: state[1] }] : [],
    )
    values['config.dateTimeInfo'] = {
      ...(servers ? { ntpConfig: { server: servers } } : {}),
      ...(ports ? { ptpConfig: { port: ports } } : {}),
    }
  }

describe('the clock of a host', () => {
  test.each<[string, Clock, string, string]>([
    ['NTP', { ntpd: [true, 'on'], servers: ['a', 'b'] }, 'pass', 'ntpd runs and starts with the host; sources: a, b'],
    ['NTP by its port', { ntpd: [true, 'automatic'], servers: ['a'] }, 'pass', 'sources: a'],
    ['PTP', { ptpd: [true, 'on'], ports: [{}] }, 'pass', 'ptpd runs and starts with the host; sources: PTP'],
    ['both: NTP is named', { ntpd: [true, 'on'], ptpd: [true, 'on'], servers: ['a'], ports: [{}] }, 'pass', 'ntpd'],
    ['NTP that is stopped', { ntpd: [false, 'on'], servers: ['a'] }, 'fail', 'neither ntpd nor ptpd'],
    ['NTP that does not start', { ntpd: [true, 'off'], servers: ['a'] }, 'fail', 'neither ntpd nor ptpd'],
    ['NTP without servers', { ntpd: [true, 'on'], servers: [] }, 'fail', 'ntpd runs but has no source'],
    ['NTP with blanks for a server', { ntpd: [true, 'on'], servers: [' ', ''] }, 'fail', 'ntpd runs but has no source'],
    ['NTP that was never configured', { ntpd: [true, 'on'] }, 'fail', 'ntpd runs but has no source'],
    ['no service at all', { servers: ['a'] }, 'fail', 'neither ntpd nor ptpd'],
  ])('%s', (_what, given, verdict, said) => {
    expect(firstVerdict('8.0', id, [clock(given)])).toBe(verdict)
    expect(firstNote('8.0', id, [clock(given)])).toContain(said)
  })
})
