import {
  BIOS,
  firmwareStateOf,
  readFirmware,
  SENSORS,
  SYSTEM,
  type Firmware,
  type FirmwarePart,
  type FirmwareRow,
  type FirmwareState,
} from '../../advisory/index.ts'
import { fail, manual, notApplicable, pass, type Context, type Control, type Outcome } from '../../control/index.ts'
import type { Subject } from '../../model/index.ts'
import { note, text, type Note } from '../../text/index.ts'
import { knowledgeOf } from '../patches.ts'

const said = {
  open: text(
    '{model}: fixes of {count} advisories are missing; the newest is {advisory}, which needs {part} {fixed} or later (BIOS: {bios})',
    '{model}: {count} 件のアドバイザリの修正が適用されていない。最新は {advisory} で、{part} {fixed} 以降が必要である (BIOS: {bios})',
  ),
  unlisted: text(
    '{maker} {model}, BIOS {bios}: no advisory on this model in the data of {asOf}. Look on the maker’s page',
    '{maker} {model}、BIOS {bios}: {asOf} 時点のデータには、この機種のアドバイザリがない。メーカーのページで確認すること',
  ),
  untold: text(
    '{model}, BIOS {bios}: the host does not show the version of the {part} that {advisory} asks for',
    '{model}、BIOS {bios}: {advisory} の判定に必要な {part} のバージョンをホストから取得できない',
  ),
  held: text(
    '{model}, BIOS {bios}: holds the fixes that the data of {asOf} know ({count}). Look on the maker’s page for others',
    '{model}、BIOS {bios}: {asOf} 時点のデータにある修正 ({count} 件) は適用済みである。それ以外はメーカーのページで確認すること',
  ),
  newest: text(
    '{model}, BIOS {bios}: the maker had nothing newer on {day}',
    '{model}、BIOS {bios}: {day} 時点でメーカーの最新版である',
  ),
  virtual: text('a virtual machine: its firmware comes with the host below it', '仮想マシンである (ネストされた ESXi)'),
} as const

const partNames: Readonly<Record<FirmwarePart, string>> = { bios: 'BIOS', bmc: 'BMC' }

const fixedIn = ({ fixed }: FirmwareRow) => ('day' in fixed ? fixed.day : fixed.version)

/** `U30 2.68 (2022-07-14)` */
const biosOf = ({ bios: { name, day } }: Firmware) =>
  [name, ...(day === undefined ? [] : [`(${day})`])].join(' ').trim()

function judgeFirmware(host: Subject, context: Context): Outcome {
  const fact = readFirmware(host)
  if (!fact.known) return { verdict: 'unknown', evidence: [fact] }
  const firmware = fact.value
  if (/^VMware\b/i.test(firmware.maker)) return { ...notApplicable(note(said.virtual, {})), evidence: [fact] }
  const state = firmwareStateOf(knowledgeOf(context), firmware, context.now.toISOString().slice(0, 10))
  const asks = [...state.open, ...state.untold, ...state.held].some(({ part }) => part === 'bmc')
  const evidence = asks ? [fact, firmware.bmc] : [fact]
  const [worst] = state.open
  if (worst) return { ...fail(openNote(firmware, state, worst)), evidence }
  if (asks && !firmware.bmc.known) return { verdict: 'unknown', evidence }
  return { ...settle(firmware, state, knowledgeOf(context).asOf), evidence }
}

const openNote = (firmware: Firmware, { open }: FirmwareState, worst: FirmwareRow): Note =>
  note(said.open, {
    model: firmware.model,
    count: new Set(open.map(({ id }) => id)).size,
    advisory: worst.id,
    part: partNames[worst.part],
    fixed: fixedIn(worst),
    bios: biosOf(firmware),
  })

/** Nothing is open. Rows are few, so that acquits only where someone has seen that the maker has nothing newer. */
function settle(firmware: Firmware, { untold, held, newestOn }: FirmwareState, asOf: string) {
  const { maker, model } = firmware
  const bios = biosOf(firmware)
  const [first] = untold
  if (first) return manual(note(said.untold, { model, bios, part: partNames[first.part], advisory: first.id }))
  if (newestOn !== undefined) return pass(note(said.newest, { model, bios, day: newestOn }))
  return held.length === 0
    ? manual(note(said.unlisted, { maker, model, bios, asOf }))
    : manual(note(said.held, { model, bios, asOf, count: held.length }))
}

/** What runs before ESX. */
export const firmware: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'esx.firmware-patched',
    facts: [],
    area: 'patches',
    severity: 'high',
    subject: 'HostSystem',
    title: text(
      'The firmware of the server holds the fixes that its maker published',
      'サーバーのファームウェアに、メーカーが公開した修正が適用されている',
    ),
    rationale: text(
      'Whoever gets into the BIOS or the management controller stays below ESX: no new installation removes him, and no log of ESX shows him.',
      'BIOS や管理コントローラ (BMC) に侵入した攻撃者は ESX より下に潜む。再インストールしても排除できず、ESX のログにも残らない。',
    ),
    impact: text(
      'The host enters maintenance mode and restarts. An update of the management controller cuts its console for some minutes.',
      'ホストはメンテナンス モードに入り再起動する。管理コントローラの更新中は、数分間リモート コンソールを利用できない。',
    ),
    reads: [SYSTEM, BIOS, SENSORS].map((path) => ({ type: 'HostSystem', path })),
    judge: (host, _inventory, context) => judgeFirmware(host, context),
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        '1. Look the model up on its maker’s page of security advisories and take the newest BIOS and firmware of the management controller.\n2. Put the host into maintenance mode and install them with the maker’s tool, or with vSphere Lifecycle Manager and a hardware support manager.\nWhat Sakimori knows of firmware: some advisories of HPE (iLO 4 to 6, three small servers) and of Dell (BIOS, 2024), and the BIOS of 2018 against CVE-2018-3639 for both. It does not know other makers, adapters and disks. Where it knows nothing, or no more than what is held, a person has to look.',
        '1. メーカーのセキュリティ アドバイザリのページで機種を検索し、最新の BIOS と管理コントローラのファームウェアを入手する。\n2. ホストをメンテナンス モードにし、メーカーのツール、または vSphere Lifecycle Manager と Hardware Support Manager で適用する。\nSakimori が持つファームウェアの情報は、HPE (iLO 4～6、小型サーバー 3 機種) と Dell (2024 年の BIOS) のアドバイザリの一部、および両社の CVE-2018-3639 対策の BIOS (2018 年) である。その他のメーカー、アダプタ、ディスクの情報はない。情報がない場合や、既知の修正がすべて適用済みの場合は、担当者による確認が必要である。',
      ),
    },
  },
]
