import { readSnapshot } from '@sakimori/collect'
import type { Verb } from '../verb.ts'
import { reportOn, type ReportFlags } from './report.ts'

/** Judges a snapshot file; needs no network. */
export const assess: Verb<[string, ReportFlags]> = async (world, file, flags) =>
  reportOn(await readSnapshot(file), flags, world)
