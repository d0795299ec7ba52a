import { readVmSwitch, type Control } from '../../control/index.ts'
import { mapFact, type Subject } from '../../model/index.ts'
import { text } from '../../text/index.ts'
import { connection, deviceReads, isPluggedIn, judgeDevices, removal, unplug, vmDevice } from './device-row.ts'
import { deviceClasses, removable, type VmDevice } from './devices.ts'

const { floppy, cdrom, serial, parallel, usb, usbController } = deviceClasses

const removeIt = text(
  'Power off the VM, open Edit Settings, remove the device and power on again.',
  '仮想マシンをパワーオフし、[設定の編集] でデバイスを削除してからパワーオンする。',
)

/** Backings by class: a disc in the host’s own drive or on an administrator’s PC is out of the datastore’s control. */
function discOf({ backing }: VmDevice): string {
  const type = String(backing['_typeName'])
  if (type === 'VirtualCdromIsoBackingInfo') return `ISO ${String(backing['fileName'])}`
  if (type.startsWith('VirtualCdromRemote')) return 'client device'
  return type === 'VirtualCdromAtapiBackingInfo' || type === 'VirtualCdromPassthroughBackingInfo' ? 'host device' : type
}

const isDisc = (device: VmDevice) => cdrom.has(device.type) && isPluggedIn(device)

/** A URI that encrypts, as `VirtualDeviceURIBackingInfo` spells the schemes. */
const ENCRYPTED = /^(telnets|ssl|tcp\+ssl):\/\//i

/** Where the bytes of a network serial port go: to the concentrator (proxy) if there is one. */
function serialUri({ backing }: VmDevice): string | undefined {
  const proxy = backing['proxyURI']
  const uri = typeof proxy === 'string' && proxy !== '' ? proxy : backing['serviceURI']
  return typeof uri === 'string' ? uri : undefined
}

/** The isolation key, or what its absence means: since 7.0 the product refuses the guest without it. */
const readRefusal = (subject: Subject) =>
  mapFact(readVmSwitch(subject, 'isolation.device.connectable.disable'), (value) =>
    value === undefined ? subject.release !== '6.5' && subject.release !== '6.7' : value === true,
  )

const guestControls = (device: VmDevice) => removable.has(device.type) && device.allowGuestControl === true

const guestControlSaid = text('the guest controls {devices}', 'ゲストが制御できるデバイス: {devices}')

/** Drives and ports of a VM that carry data past the network. */
export const removableMedia: readonly Control[] = [
  vmDevice({
    id: 'vm.floppy',
    facts: ['vm-floppy'],
    area: 'removable-media',
    severity: 'medium',
    title: text('The VM has no floppy drive', '仮想マシンにフロッピー ドライブがない'),
    rationale: text(
      'An image can be put into the drive to bring data in or out, and the old controller code has let guests out before (VENOM).',
      'イメージを挿入すればデータを出し入れできる。また、古いコントローラのコードはゲストからの脱出に悪用されたことがある (VENOM)。',
    ),
    impact: text(
      'Removal needs the VM to be off. Hardly anything still uses a floppy.',
      '削除にはパワーオフが必要である。フロッピーを使う用途はほとんど残っていない。',
    ),
    offends: (device) => floppy.has(device.type),
    repair: removal(removeIt),
  }),
  vmDevice({
    id: 'vm.cdrom-disconnected',
    facts: ['vm-cdrom-connected'],
    area: 'removable-media',
    severity: 'low',
    title: text(
      'No CD/DVD drive is connected, nor will be at power-on',
      'CD/DVD ドライブが接続されておらず、パワーオン時にも接続されない',
    ),
    rationale: text(
      'A disc that stays in the drive carries software into the guest, can be booted from, and ties the VM to a host or datastore.',
      '接続されたままのディスクはゲストにソフトウェアを持ち込み、起動にも使われ、仮想マシンを特定のホストやデータストアに縛り付ける。',
    ),
    impact: text(
      'Installation from the disc ends. A guest that has locked the drive makes vCenter ask before it lets go.',
      'ディスクからのインストールは中断する。ゲストがドライブをロックしている場合は、切断の前に vCenter で確認を求められる。',
    ),
    offends: isDisc,
    state: (device) => `${connection(device)}, ${discOf(device)}`,
    repair: unplug(['connected', 'startConnected'], isDisc),
  }),
  vmDevice({
    id: 'vm.parallel-port',
    facts: ['vm-parallel-port'],
    area: 'removable-media',
    severity: 'medium',
    title: text('The VM has no parallel port', '仮想マシンにパラレル ポートがない'),
    rationale: text(
      'A parallel port ties the guest to a port or file of the host, past the network and past any log.',
      'パラレル ポートは、ネットワークもログも通らずにゲストをホストのポートやファイルに結び付ける。',
    ),
    impact: text(
      'Software with a dongle on the port stops. Removal needs the VM to be off.',
      'ポートのドングルを使うソフトウェアは動かなくなる。削除にはパワーオフが必要である。',
    ),
    offends: (device) => parallel.has(device.type),
    repair: removal(removeIt),
  }),
  vmDevice({
    id: 'vm.serial-port',
    facts: ['vm-serial-port'],
    area: 'removable-media',
    severity: 'medium',
    title: text('The VM has no serial port', '仮想マシンにシリアル ポートがない'),
    rationale: text(
      'A serial port gives a console or a stream of data to a file, a pipe or a network address that no firewall rule of the guest sees.',
      'シリアル ポートは、ゲストのファイアウォールから見えないファイル、パイプ、ネットワーク アドレスにコンソールやデータを渡してしまう。',
    ),
    impact: text(
      'Network appliances are often run over a serial console. Removal needs the VM to be off.',
      'ネットワーク アプライアンスはシリアル コンソールで運用することが多い。削除にはパワーオフが必要である。',
    ),
    offends: (device) => serial.has(device.type),
    repair: removal(removeIt),
  }),
  vmDevice({
    id: 'vm.serial-port-encrypted',
    facts: ['vm-serial-secure'],
    area: 'removable-media',
    severity: 'low',
    title: text(
      'Serial ports that go over the network are encrypted',
      'ネットワーク経由のシリアル ポートは暗号化されている',
    ),
    rationale: text(
      'Over plain telnet or TCP anyone on the way reads the console of the VM, passwords included, and can type into it.',
      '平文の telnet や TCP では、経路上の誰でもパスワードを含む仮想マシンのコンソールを読み取り、操作を差し込める。',
    ),
    impact: text(
      'The concentrator at the other end must speak TLS.',
      '接続先のコンセントレータが TLS に対応している必要がある。',
    ),
    offends: (device) =>
      serial.has(device.type) &&
      device.backing['_typeName'] === 'VirtualSerialPortURIBackingInfo' &&
      !ENCRYPTED.test(serialUri(device) ?? ''),
    state: (device) => serialUri(device) ?? 'no URI',
    repair: removal(
      text(
        'Power off the VM and give the serial port a URI that begins with telnets:// or tcp+ssl://, or remove the port.',
        '仮想マシンをパワーオフし、シリアル ポートの URI を telnets:// または tcp+ssl:// で始まるものに変更するか、ポートを削除する。',
      ),
    ),
  }),
  vmDevice({
    id: 'vm.usb-device',
    facts: ['vm-usb'],
    area: 'removable-media',
    severity: 'medium',
    title: text('No USB device is passed to the VM', '仮想マシンに USB デバイスが接続されていない'),
    rationale: text(
      'A USB stick on the host or on an administrator’s PC carries data and malware into and out of the guest unseen.',
      'ホストや管理者の PC に挿した USB メモリで、気付かれずにゲストとの間でデータやマルウェアを出し入れできる。',
    ),
    impact: text(
      'Licence dongles and smart card readers stop working.',
      'ライセンス ドングルやスマート カード リーダーは使えなくなる。',
    ),
    offends: (device) => usb.has(device.type),
    repair: {
      kind: 'steps',
      disruption: 'none',
      steps: text(
        'Open Edit Settings and remove the USB device; the VM may stay on.',
        '[設定の編集] で USB デバイスを削除する。パワーオンのまま削除できる。',
      ),
    },
  }),
  vmDevice({
    id: 'vm.usb-controller',
    facts: ['vm-usb'],
    area: 'removable-media',
    severity: 'low',
    title: text('The VM has no USB controller', '仮想マシンに USB コントローラがない'),
    rationale: text(
      'With a controller in place a device can be plugged in at any time, and the controller itself is code that guests have broken out through.',
      'コントローラがあるといつでもデバイスを接続できる。コントローラ自体のコードも、ゲストからの脱出に悪用されたことがある。',
    ),
    impact: text(
      'Some newer guests take their keyboard and mouse from the USB 3 controller. Removal needs the VM to be off.',
      '新しいゲスト OS には、キーボードやマウスに USB 3 コントローラを使うものがある。削除にはパワーオフが必要である。',
    ),
    offends: (device) => usbController.has(device.type),
    repair: removal(removeIt),
  }),
  {
    kind: 'judgement',
    id: 'vm.device-guest-control',
    facts: [],
    area: 'removable-media',
    severity: 'low',
    subject: 'VirtualMachine',
    title: text(
      'The guest has no control over a removable device',
      'リムーバブル デバイスの接続をゲストが制御できない',
    ),
    rationale: text(
      'The guest may connect this device by itself, because neither the device nor the isolation key of the VM forbids it.',
      'デバイス側でも仮想マシンの隔離設定でも禁止されていないため、ゲスト自身がデバイスを接続できる。',
    ),
    impact: text(
      'The guest can no longer eject or connect the drive by itself.',
      'ゲスト自身でドライブの取り出しや接続ができなくなる。',
    ),
    reads: [...deviceReads, { type: 'VirtualMachine', path: 'config.extraConfig' }],
    judge: (subject) => {
      const refused = readRefusal(subject)
      const offends = refused.known && refused.value ? () => false : guestControls
      return judgeDevices(subject, [refused], offends, connection, guestControlSaid)
    },
    repair: unplug(['allowGuestControl'], guestControls),
  },
]
