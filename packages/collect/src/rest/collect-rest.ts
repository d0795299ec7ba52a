import { isRecord } from '@sakimori/core/model'
import { fileAnswer, given, refused, type Answer, type Messenger } from '../answer.ts'
import { mapBounded } from '../bounded.ts'
import { parseCertificate } from '../certificate.ts'
import type { DraftObject } from '../draft.ts'
import { CollectError } from '../errors.ts'
import { withRest, type Rest } from './rest-session.ts'

/** The REST interface runs in one process of the appliance, beside everything else. */
const REST_WIDTH = 2

const prefix = 'rest:'

/**
 * Reads what controls want of the REST interface: 'rest:/api/appliance/access/ssh'. A path that ends with a name in braces
 * stands for each member of the list before it: 'rest:/api/content/library/{library}'; one that ends with '#parsed', for the
 * certificates in its answer.
 */
export async function collectRest(client: Messenger, draft: DraftObject, asked: readonly string[]): Promise<void> {
  const paths = asked.filter((path) => path.startsWith(prefix))
  if (paths.length === 0) return
  const fileAll = (answer: Answer) => paths.forEach((path) => fileAnswer(draft, path, answer))
  if (client.isHost) return fileAll(refused('notSupported', 'a host has no REST interface'))
  const session = await withRest(client, async (rest) => {
    await mapBounded(paths, REST_WIDTH, async (path) => {
      fileAnswer(draft, path, await read(rest, path.slice(prefix.length)))
    })
  })
  if (!session.given) fileAll(session)
}

const parsed = '#parsed'

async function read(rest: Rest, path: string): Promise<Answer> {
  if (path.endsWith(parsed)) return parseAll(await read(rest, path.slice(0, -parsed.length)))
  const [, parent, name] = /^(.*)\/\{(\w+)\}$/.exec(path) ?? []
  return parent === undefined || name === undefined ? rest.get(path) : readEach(rest, parent, name)
}

/** The certificates in an answer, parsed: what judges them knows no ASN.1. */
function parseAll(answer: Answer): Answer {
  if (!answer.given) return answer
  const pems = pemsOf(answer.value)
  if (pems === undefined) return refused('fault', 'no certificates where they belong')
  try {
    return given(pems.map((pem) => parseCertificate(pem)))
  } catch (error) {
    if (!(error instanceof CollectError)) throw error
    return refused('fault', error.message)
  }
}

/** Each of a list of chains; the chain with which the token service signs now; the one certificate of Tls.Info. */
function pemsOf(value: unknown): readonly string[] | undefined {
  const found = Array.isArray(value)
    ? value.flatMap((one: unknown) => chainIn(isRecord(one) ? one['cert_chain'] : undefined))
    : isRecord(value) && 'active_cert_chain' in value
      ? chainIn(value['active_cert_chain'] ?? firstOf(value['signing_cert_chains']))
      : [isRecord(value) ? value['cert'] : undefined]
  return found.every((pem) => typeof pem === 'string') ? found.flatMap(splitPem) : undefined
}

const chainIn = (chain: unknown): readonly unknown[] =>
  isRecord(chain) && Array.isArray(chain['cert_chain']) ? chain['cert_chain'] : [undefined]

const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined)

/** A text may hold a whole chain; one without any certificate is kept, to be refused as what it is. */
const splitPem = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [text]

/** Each member of a list, with its identity under its name; one that cannot be read makes the list unknown. */
async function readEach(rest: Rest, parent: string, name: string): Promise<Answer> {
  const list = await rest.get(parent)
  if (!list.given) return list
  if (!Array.isArray(list.value)) return refused('fault', 'not a list')
  const members: unknown[] = []
  for (const entry of list.value) {
    const id: unknown = isRecord(entry) ? entry[name] : entry
    if (typeof id !== 'string') return refused('fault', `an entry without ${name}`)
    const one = await rest.get(`${parent}/${encodeURIComponent(id)}`)
    if (!one.given) return one
    members.push({ [name]: id, ...(isRecord(one.value) ? one.value : {}) })
  }
  return given(members)
}
