import { isRecord } from '@sakimori/core/model'
import { compareApi, type Exchange } from '@sakimori/vim25'
import { given, orRefused, refused, refusedByStatus, type Answer, type Messenger } from '../answer.ts'

/** `/api` came with 7.0 U2, without the envelope of `/rest` (vSphere Automation REST API Programming Guide, 7.0 U2). */
const firstApi = '7.0.2.0'

const idHeader = 'vmware-api-session-id'

/** Calls within one session of the REST interface. Paths are those of `/api`, whatever the release. */
export interface Rest {
  /** What a GET shows, as `/api` words it. */
  get(path: string): Promise<Answer>
}

/** Logs in to the REST interface with what the client logged in with, and out again, whatever happens. */
export async function withRest<T>(client: Messenger, use: (rest: Rest) => Promise<T>): Promise<Answer<T>> {
  const isNew = compareApi(client.release, firstApi) >= 0
  const session = isNew ? '/api/session' : '/rest/com/vmware/cis/session'
  const login = await orRefused(() => logIn(client, session))
  if (!login.given) return login
  const headers = { [idHeader]: login.value }
  const get = async (path: string): Promise<Answer> => {
    const spelled = isNew ? path : path.replace(/^\/api\//, '/rest/')
    const answer = await orRefused(() =>
      send(client, { method: 'GET', path: spelled, label: `GET ${spelled}`, headers }),
    )
    return answer.given && !isNew ? given(unwrapped(answer.value)) : answer
  }
  try {
    return given(await use({ get }))
  } finally {
    const label = `DELETE ${session}`
    await orRefused(() => send(client, { method: 'DELETE', path: session, label, headers }))
  }
}

async function logIn(client: Messenger, path: string): Promise<Answer<string>> {
  const answer = await client.withCredentials(({ userName, password }) => {
    const pair = Buffer.from(`${userName}:${password.reveal()}`, 'utf8').toString('base64')
    const headers = { authorization: `Basic ${pair}`, 'vmware-use-header-authn': 'true' }
    return send(client, { method: 'POST', path, label: `POST ${path}`, headers })
  })
  if (!answer.given) return answer
  const token = isRecord(answer.value) ? answer.value['value'] : answer.value
  return typeof token === 'string' ? given(token) : refused('fault', 'no session in the answer to a login')
}

async function send(client: Messenger, call: Exchange): Promise<Answer> {
  const { status, body } = await client.exchange(call)
  const text = new TextDecoder().decode(body)
  const value = parsed(text)
  if (status < 200 || status >= 300) return refusedByStatus(status, errorType(value))
  return value === undefined && text.trim() !== '' ? refused('fault', 'the answer is no JSON') : given(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}

/** 'UNAUTHORIZED' of `/api`, and of the long name that `/rest` has for it. */
function errorType(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const { error_type: named, type, value } = body
  if (typeof named === 'string') return named
  if (isRecord(value) && typeof value['error_type'] === 'string') return value['error_type']
  return typeof type === 'string' ? type.slice(type.lastIndexOf('.') + 1).toUpperCase() : undefined
}

/** `/rest` puts what it answers into `value`, and writes a map as a list of keys and values. */
function unwrapped(body: unknown): unknown {
  const value = isRecord(body) ? body['value'] : body
  if (!Array.isArray(value) || value.length === 0 || !value.every(isEntry)) return value
  return Object.fromEntries(value.map(({ key, value: held }) => [key, held]))
}

const isEntry = (entry: unknown): entry is { readonly key: string; readonly value: unknown } =>
  isRecord(entry) && Object.keys(entry).length === 2 && typeof entry['key'] === 'string' && 'value' in entry
