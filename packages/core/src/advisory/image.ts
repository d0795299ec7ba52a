import { isRecord, known, readRaw, unknown, within, type Fact, type Subject } from '../model/index.ts'

/** The packages of a host; a call that wants `Host.Config.Image`, which an account that only reads does not have. */
export const PACKAGES = 'HostImageConfigManager.fetchSoftwarePackages()'

/** The package whose build is that of the host. */
const BASE = 'esx-base'

/**
 * What a host runs against what is installed on it. Builds are those of the package esx-base: the last field of its
 * version, `8.0.3-0.0.24022510`, is the number that the loaded host reports.
 */
export type ImageState =
  | { readonly state: 'booted' }
  /** Another image is loaded at the next start; until then the old build runs. */
  | { readonly state: 'staged'; readonly waiting: number }
  /** An image with this same build waits: other packages change, drivers or VMware Tools. */
  | { readonly state: 'stagedPackages' }
  /** The base package is older than the host says it runs: an image was put together half. */
  | { readonly state: 'partial'; readonly installed: number }

/**
 * Compares the three.
 * @param waiting the build of the image that a restart brings, `undefined` when none waits
 */
export function imageState(running: number, installed: number, waiting: number | undefined): ImageState {
  if (installed > running) return { state: 'staged', waiting: installed }
  if (waiting !== undefined && waiting !== running) return { state: 'staged', waiting }
  if (installed < running) return { state: 'partial', installed }
  return waiting === running ? { state: 'stagedPackages' } : { state: 'booted' }
}

/** The build of the base package among the packages that a host lists. */
export function readInstalledBase(host: Subject): Fact<number> {
  const raw = readRaw(host, PACKAGES)
  if (!raw.known) return raw
  const list: readonly unknown[] = Array.isArray(raw.value) ? raw.value : []
  const from = within(raw, `${PACKAGES}["${BASE}"].version`).from
  const build = baseBuild(list.filter(isRecord).map(({ name, version }) => ({ name, version })))
  return build === undefined ? unknown('fault', from, 'no package esx-base with a build') : known(build, from)
}

/**
 * The build of the base package in a list of packages.
 * @returns `undefined` where there is none, or several that differ, or its version ends in no number
 */
export function baseBuild(
  packages: readonly { readonly name: unknown; readonly version: unknown }[],
): number | undefined {
  const builds = packages.filter(({ name }) => name === BASE).map(({ version }) => buildOf(version))
  const [first] = builds
  return builds.every((build) => build === first) ? first : undefined
}

function buildOf(version: unknown): number | undefined {
  const last = typeof version === 'string' ? /(?:^|[.-])(\d{1,12})$/.exec(version)?.[1] : undefined
  return last === undefined ? undefined : Number(last)
}
