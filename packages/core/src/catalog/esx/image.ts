import {
  baseBuild,
  imageState,
  PACKAGES,
  readHostInstalled,
  readInstalledBase,
  type ImageState,
} from '../../advisory/index.ts'
import { fail, pass, readEsxcli, type Control, type EsxcliPath, type Outcome } from '../../control/index.ts'
import { known, mapFact, unknown, type Fact, type Subject } from '../../model/index.ts'
import { note, text } from '../../text/index.ts'

/** The base package of the loaded image, for accounts that may not list packages by the API. */
const LOADED: EsxcliPath = 'esxcli:software vib get --vibname=esx-base'

/**
 * The packages of the image that a restart brings: none while no such image was made
 * (help of the command: "or nothing if the pending-reboot image has not been created yet").
 */
const WAITING: EsxcliPath = 'esxcli:software vib list --rebooting-image'

const said = {
  booted: text('build {build} is installed and runs', 'ビルド {build} がインストールされ、稼働している'),
  staged: text(
    'build {running} runs, and {waiting} waits for a restart: its fixes do not count yet',
    'ビルド {running} が稼働中で、{waiting} は再起動待ちである。修正はまだ有効になっていない',
  ),
  stagedPackages: text(
    'build {running} runs, and an image with other packages waits for a restart',
    'ビルド {running} が稼働中で、パッケージを変更したイメージが再起動待ちである',
  ),
  partial: text(
    'build {running} runs with the base package of {installed}: the image is incomplete',
    'ビルド {running} で稼働しているが、基本パッケージは {installed} のもので、イメージが不完全である',
  ),
} as const

/** The build of the base package among the rows of a command. */
function readBase(host: Subject, path: EsxcliPath): Fact<number> {
  const rows = readEsxcli(host, path)
  if (!rows.known) return rows
  const build = baseBuild(rows.value.map(({ Name: name, Version: version }) => ({ name, version })))
  return build === undefined ? unknown('fault', rows.from, 'no package esx-base with a build') : known(build, rows.from)
}

/** The build of the image that waits; `undefined` when none does. */
function readWaiting(host: Subject): Fact<number | undefined> {
  const rows = readEsxcli(host, WAITING)
  return rows.known && rows.value.length === 0 ? mapFact(rows, () => undefined) : readBase(host, WAITING)
}

/** What a host says of its image. */
function judgeImage(host: Subject): Outcome {
  const running = readHostInstalled(host)
  const lists = [readBase(host, LOADED), readInstalledBase(host)]
  const waiting = readWaiting(host)
  const told = lists.filter((fact) => fact.known)
  const evidence = [running, ...(told.length > 0 ? told : lists), waiting]
  if (!running.known) return { verdict: 'unknown', evidence }
  const { build } = running.value
  // Each list can convict by itself; to acquit, one of the packages and the one of what waits are needed.
  const installed = told.map(({ value }) => value).find((value) => value !== build) ?? build
  const found = imageState(build, installed, waiting.known ? waiting.value : undefined)
  const isSure = found.state !== 'booted' || (told.length > 0 && waiting.known)
  return isSure ? { ...worded(build, found), evidence } : { verdict: 'unknown', evidence }
}

function worded(running: number, image: ImageState): Pick<Outcome, 'verdict' | 'note'> {
  switch (image.state) {
    case 'booted':
      return pass(note(said.booted, { build: running }))
    case 'staged':
      return fail(note(said.staged, { running, waiting: image.waiting }))
    case 'stagedPackages':
      return fail(note(said.stagedPackages, { running }))
    case 'partial':
      return fail(note(said.partial, { running, installed: image.installed }))
  }
}

/** What was installed runs. */
export const image: readonly Control[] = [
  {
    kind: 'judgement',
    id: 'esx.image-booted',
    facts: [],
    area: 'patches',
    severity: 'high',
    subject: 'HostSystem',
    title: text('The host runs the image that is installed on it', 'インストール済みのイメージがそのまま稼働している'),
    rationale: text(
      'An update that waits for a restart protects nobody, and whoever installed it holds the host for patched.',
      '再起動待ちの更新は何も保護しない。それでも、適用した側ではパッチ済みのホストとして扱われてしまう。',
    ),
    impact: text(
      'The host enters maintenance mode and restarts; its VMs must move away or stop.',
      'ホストはメンテナンス モードに入り再起動する。仮想マシンは移動するか停止する必要がある。',
    ),
    reads: [
      { type: 'HostSystem', path: 'config.product' },
      { type: 'HostSystem', path: WAITING },
      { type: 'HostSystem', path: LOADED },
      { type: 'HostSystem', path: PACKAGES },
    ],
    judge: judgeImage,
    repair: {
      kind: 'steps',
      disruption: 'reboot',
      steps: text(
        'Put the host into maintenance mode and restart it; then read it again. Where the image is incomplete, install the whole image once more with vSphere Lifecycle Manager.',
        'ホストをメンテナンス モードにして再起動し、もう一度読み取る。イメージが不完全な場合は、vSphere Lifecycle Manager でイメージ全体を適用し直す。',
      ),
    },
  },
]
