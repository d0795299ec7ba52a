import { apiVersions, compareApi } from '@sakimori/vim25'
import { listOf, struct, text } from './decode.ts'
import { invalid } from './rest-error.ts'
import { takes, type RestRow } from './row.ts'

/** The releases that VI JSON speaks begin here. */
const firstJson = '8.0.1.0'

/** Which release two sides speak: the first of the client's that the server knows, '' when there is none. */
export const systemRows: readonly RestRow[] = [
  takes(
    'POST',
    '/vcenter/system',
    '8.0.2.0',
    struct({ api_releases: listOf(text, 128) }),
    ({ world }, { api_releases: offered }) => {
      if (offered.length === 0) throw invalid('api_releases', 'is empty')
      if (offered.some((id) => id.length > 64)) throw invalid('api_releases', 'has an id of more than 64 characters')
      const known = new Set<string>(apiVersions.filter((id) => compareApi(id, firstJson) >= 0 && world.speaks(id)))
      return { api_release: offered.find((id) => known.has(id)) ?? '' }
    },
    { action: 'hello', for: 'everybody', status: 200 },
  ),
]
