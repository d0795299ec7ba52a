import { commandLineMistakes } from './answer-key/command-line.ts'
import { doors, upkeep } from './answer-key/hosts.ts'
import { groundMistakes } from './answer-key/ground.ts'
import { portgroupMistakes, segmentationMistakes, separationMistakes } from './answer-key/networks.ts'
import { rightsMistakes } from './answer-key/people.ts'
import { signOnMistakes } from './answer-key/sign-on.ts'
import { guestsMistakes } from './answer-key/vms.ts'
import { vmUpkeepMistakes } from './answer-key/vm-upkeep.ts'
import type { KeyRow } from './answer-key/row.ts'

export { vcenterName, type KeyRow } from './answer-key/row.ts'

/**
 * Everything that is wrong with the demo estate, topic by topic. It is complete: judged by the baseline `sakimori` with the
 * default policy on a day between November 2026 and the next advisories, an object of the estate fails a control exactly
 * when a row says so. Certificates count where the estate was made with a `CertificateMaker`.
 */
export const answerKey: readonly KeyRow[] = [
  ...upkeep,
  ...doors,
  ...groundMistakes,
  ...commandLineMistakes,
  ...rightsMistakes,
  ...signOnMistakes,
  ...guestsMistakes,
  ...vmUpkeepMistakes,
  ...portgroupMistakes,
  ...separationMistakes,
  ...segmentationMistakes,
]
