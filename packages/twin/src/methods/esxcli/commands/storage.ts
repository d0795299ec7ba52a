import { listOf } from '../../../kernel/values.ts'
import { command, list, recordOf, records, table, type Cli, type Command, type Fields } from '../command.ts'

const mounts = (cli: Cli) => records(cli.config('fileSystemVolume', 'mountInfo'))
const volumeOf = (mount: Fields) => recordOf(mount['volume'])
const mountOf = (mount: Fields) => recordOf(mount['mountInfo'])

const nfsRow = (mount: Fields) => ({
  'Volume Name': String(volumeOf(mount)['name']),
  Host: String(volumeOf(mount)['remoteHost'] ?? ''),
  'Host(s)': listOf(volumeOf(mount)['remoteHostNames']).map(String).join(','),
  Share: String(volumeOf(mount)['remotePath'] ?? ''),
  Accessible: mountOf(mount)['accessible'] !== false,
  Mounted: mountOf(mount)['mounted'] !== false,
  'Read-Only': mountOf(mount)['accessMode'] === 'readOnly',
  isPE: false,
  'Hardware Acceleration': 'Not Supported',
  Security: String(volumeOf(mount)['securityType'] ?? 'AUTH_SYS'),
})

const ofType = (type: string) => (cli: Cli) =>
  mounts(cli)
    .filter((mount) => volumeOf(mount)['type'] === type)
    .map(nfsRow)

const adapters = (cli: Cli) => records(cli.config('storageDevice', 'hostBusAdapter'))
const isIscsi = ({ _typeName }: Fields) => _typeName === 'HostInternetScsiHba'

/** Datastores and adapters of a host. */
export const storageCommands: readonly Command[] = [
  command(
    'storage.nfs list',
    'List the NAS volumes currently known to the ESX host.',
    table(
      'NasVolume',
      'Volume Name',
      'Host',
      'Share',
      'Accessible',
      'Mounted',
      'Read-Only',
      'isPE',
      'Hardware Acceleration',
    ),
    ofType('NFS'),
  ),
  command(
    'storage.nfs41 list',
    'List the NFS v4.1 volumes currently known to the ESX host.',
    table(
      'NasVolume',
      'Volume Name',
      'Host(s)',
      'Share',
      'Accessible',
      'Mounted',
      'Read-Only',
      'Security',
      'isPE',
      'Hardware Acceleration',
    ),
    ofType('NFS41'),
  ),
  command(
    'storage.filesystem list',
    'List the volumes available to the host.',
    table('FileSystemVolume', 'Mount Point', 'Volume Name', 'UUID', 'Mounted', 'Type', 'Size'),
    (cli) =>
      mounts(cli).map((mount) => ({
        'Mount Point': String(mountOf(mount)['path'] ?? ''),
        'Volume Name': String(volumeOf(mount)['name'] ?? ''),
        UUID: String(volumeOf(mount)['uuid'] ?? ''),
        Mounted: mountOf(mount)['mounted'] !== false,
        Type: `${volumeOf(mount)['type']}${volumeOf(mount)['majorVersion'] === undefined ? '' : `-${volumeOf(mount)['majorVersion']}`}`,
        Size: Number(volumeOf(mount)['capacity'] ?? 0),
      })),
  ),
  command(
    'iscsi.software get',
    'Software iSCSI information.',
    { kind: 'boolean' },
    (cli) => cli.config('storageDevice', 'softwareInternetScsiEnabled') === true,
  ),
  command(
    'iscsi.adapter list',
    'List the iSCSI adapters.',
    table('Adapter', 'Adapter', 'Driver', 'State', 'UID', 'Description'),
    (cli) =>
      adapters(cli)
        .filter(isIscsi)
        .map(({ device, driver, status, iScsiName, model }) => ({
          Adapter: String(device),
          Driver: String(driver ?? ''),
          State: String(status),
          UID: String(iScsiName),
          Description: String(model),
        })),
  ),
  command(
    'iscsi.adapter.auth.chap get',
    'Show how the iSCSI adapters authenticate.',
    list('AdapterChap', 'Adapter', 'Direction', 'Name', 'Level'),
    (cli) =>
      adapters(cli)
        .filter(isIscsi)
        .flatMap((adapter) => {
          const auth = recordOf(adapter['authenticationProperties'])
          const row = (direction: string, name: unknown, level: unknown) => ({
            Adapter: String(adapter['device']),
            Direction: direction,
            Name: String(name ?? ''),
            Level: String(level ?? 'chapProhibited')
              .replace(/^chap/, '')
              .toLowerCase(),
          })
          return [
            row('uni', auth['chapName'], auth['chapAuthenticationType']),
            row('mutual', auth['mutualChapName'], auth['mutualChapAuthenticationType']),
          ]
        }),
  ),
]
