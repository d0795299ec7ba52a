import { buildRoles, products, states } from '../../advisory/index.ts'
import { severities } from '../../control/index.ts'
import { serverStates } from '../patches/shown.ts'
import { count, describeField, exactly, string, strings } from './schema-parts.ts'

const maybe = (type: string) => ({ type: [type, 'null'] })
const list = (items: object) => ({ type: 'array', items })
const titles = exactly({ en: string, ja: string }, ['en', 'ja'])
const builds = list(exactly({ build: count, role: { enum: buildRoles } }))
const state = { enum: states }

const priority = exactly({
  severity: { enum: severities },
  exploited: {
    anyOf: [
      { type: 'null' },
      exactly({ cve: string, since: string, ransomware: { type: 'boolean' }, source: string }, ['since']),
    ],
  },
  ssvc: maybe('string'),
  cvss: { anyOf: [{ type: 'null' }, exactly({ score: { type: 'number' }, by: string })] },
  epss: { anyOf: [{ type: 'null' }, { type: 'number' }] },
})

/** What to patch first and why: the part of `sakimori patches --json` that a report holds. */
export const patches = describeField(
  {
    anyOf: [
      { type: 'null' },
      exactly({
        knownUntil: describeField(string, 'The last day of which this speaks.'),
        counts: exactly(Object.fromEntries(serverStates.map((name) => [name, count]))),
        updates: describeField(
          list(
            exactly({
              place: string,
              product: { enum: products },
              servers: strings,
              from: strings,
              to: exactly({ release: string, version: string, builds }),
              isUpgrade: { type: 'boolean' },
              closes: count,
              leaves: count,
              priority,
            }),
          ),
          'In the order in which to update, a cluster at a time.',
        ),
        advisories: describeField(
          list(
            exactly({
              advisory: string,
              title: titles,
              published: string,
              url: maybe('string'),
              state,
              cves: strings,
              priority,
              servers: list(exactly({ type: string, path: string, state })),
              settings: list(
                exactly({
                  kind: { enum: ['workaround', 'required'] },
                  controls: strings,
                  text: titles,
                  inPlace: count,
                  of: count,
                }),
              ),
            }),
          ),
          'Most urgent first.',
        ),
        servers: list(
          exactly({
            type: string,
            path: string,
            state: { enum: serverStates },
            product: { enum: products },
            version: string,
            build: count,
            release: maybe('string'),
            target: {
              anyOf: [{ type: 'null' }, exactly({ release: string, builds, isUpgrade: { type: 'boolean' } })],
            },
          }),
        ),
        unread: list(exactly({ type: string, path: string, why: maybe('string'), detail: maybe('string') })),
      }),
    ],
  },
  'What to patch first, by the knowledge above; null where patch levels were not asked for.',
)
