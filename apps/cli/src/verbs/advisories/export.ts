import { printKnowledgeFile } from '@sakimori/feeds'
import { exitCodes } from '../../exit.ts'
import { writeWhole } from '../../files.ts'
import { loadKnowledge } from '../../knowledge.ts'
import type { Verb } from '../../verb.ts'
import { words } from './words.ts'

/** Writes all that is known into one file, for a site that cannot ask the feeds itself. */
export const exportAdvisories: Verb<[string]> = async ({ config, env, terminal }, file) => {
  const { knowledge } = loadKnowledge(config, env)
  await writeWhole(file, printKnowledgeFile(knowledge))
  terminal.say(words.exported, { file })
  return exitCodes.clean
}
