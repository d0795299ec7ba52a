import { fail, manual, pass, type Judgement, type Outcome, type Row } from '../control/index.ts'
import { isRecord, mapFact, readRaw, unknown, type Fact, type Inventory, type Subject } from '../model/index.ts'
import { note, text, type Note, type Text } from '../text/index.ts'
import { lineOf, patchStateOf, supportAsOf, supportEnds, type AdvisoryRow, type AdvisoryTable } from './patch-level.ts'
import { notForLoneHost } from './vcenter-only.ts'

/** A product's version and build, as the server reports them. */
interface Product {
  /** The three-part version. */
  readonly branch: string
  readonly build: number
}

/** Which server a row is about, and where it says what it is. */
export interface Server {
  readonly subject: 'HostSystem' | 'ServiceInstance'
  readonly path: 'config.product' | 'content.about'
}

const said = {
  lacking: text(
    'build {build} lacks fixes of {count} advisories; the latest is {advisory} of {published}, fixed in: {fixed}',
    'ビルド {build} には {count} 件のアドバイザリの修正が含まれていない。最新は {published} の {advisory}、修正ビルド: {fixed}',
  ),
  unmended: text(
    'build {build} lacks fixes of {count} advisories; the latest is {advisory} of {published}, which got no public fix for this line',
    'ビルド {build} には {count} 件のアドバイザリの修正が含まれていない。最新は {published} の {advisory} で、このリリース向けの修正は一般公開されていない',
  ),
  unclear: text(
    'build {build}: the data of {asOf} cannot tell whether it holds the fix of {advisory}; see the release notes',
    'ビルド {build}: {asOf} 時点のデータでは {advisory} の修正が含まれるか判断できない。リリース ノートで確認すること',
  ),
  patched: text(
    'build {build} holds every fix known on {asOf}',
    'ビルド {build} は {asOf} 時点で公開済みの修正をすべて含む',
  ),
  beyond: text(
    'build {build} is newer than the data of {asOf}; advisories published since then were not looked at',
    'ビルド {build} は {asOf} 時点のデータより新しい。それ以降に公開されたアドバイザリは確認していない',
  ),
  supported: text(
    'general support of {line} ends on {ends} (data of {asOf})',
    '{line} のジェネラル サポートは {ends} に終了する ({asOf} 時点のデータ)',
  ),
  ended: text('general support of {line} ended on {ends}', '{line} のジェネラル サポートは {ends} に終了している'),
} as const

/** Names the latest of the open advisories, and the builds that mend it as `version-build`. */
function lackingNote(build: number, open: readonly AdvisoryRow[]): Note {
  const [[advisory, published, fixes] = ['', '', {}]] = open
  const fixed = Object.entries(fixes).map(([version, fix]) => (fix > 0 ? `${version}-${fix}` : version))
  const values = { build, count: open.length, advisory, published }
  return fixed.length > 0 ? note(said.lacking, { ...values, fixed: fixed.join(', ') }) : note(said.unmended, values)
}

/** The server runs a build that holds the fixes of all published advisories. */
export function patchLevel(
  server: Server,
  table: AdvisoryTable,
  row: Row & { readonly steps: Text; readonly slack?: (branch: string) => number },
): Judgement {
  const { steps, slack = () => 0, ...rest } = row
  return {
    ...aboutServer(server, rest, steps),
    judge: (subject, inventory, { now }) =>
      ofServer(server, subject, inventory, (product) => {
        const { branch, build } = product.value
        const today = dayOf(now)
        const found = patchStateOf(table, branch, build, today, slack(branch))
        // An old snapshot may be judged as of its own day; the data never reach beyond theirs.
        const asOf = today < table.asOf ? today : table.asOf
        switch (found.state) {
          case 'unlistedBranch':
            return unlisted(product, `${branch} is not in the data of ${asOf}`)
          case 'lacking':
            return { ...fail(lackingNote(build, found.open)), evidence: [product] }
          case 'unclear':
            return { ...manual(note(said.unclear, { build, asOf, advisory: found.row[0] })), evidence: [product] }
          case 'patched': {
            const message = found.beyondTable ? said.beyond : said.patched
            return { ...pass(note(message, { build, asOf })), evidence: [product] }
          }
        }
      }),
  }
}

/** The server runs a line that the vendor still mends for everyone. */
export function supportedRelease(server: Server, row: Row & { readonly steps: Text }): Judgement {
  const { steps, ...rest } = row
  return {
    ...aboutServer(server, rest, steps),
    judge: (subject, inventory, { now }) =>
      ofServer(server, subject, inventory, (product) => {
        const line = lineOf(product.value.branch)
        const ends = supportEnds[line]
        if (ends === undefined) return unlisted(product, `${line} is not in the life-cycle data of ${supportAsOf}`)
        return dayOf(now) <= ends
          ? { ...pass(note(said.supported, { line, ends, asOf: supportAsOf })), evidence: [product] }
          : { ...fail(note(said.ended, { line, ends })), evidence: [product] }
      }),
  }
}

const aboutServer = ({ subject, path }: Server, row: Row, steps: Text): Omit<Judgement, 'judge'> => ({
  ...row,
  kind: 'judgement',
  subject,
  reads: [{ type: subject, path }],
  repair: { kind: 'steps', disruption: subject === 'HostSystem' ? 'maintenanceMode' : 'access', steps },
})

/** Judges the server's version where the server is what the row is about. */
function ofServer(
  server: Server,
  subject: Subject,
  inventory: Inventory,
  decide: (product: Extract<Fact<Product>, { known: true }>) => Outcome,
): Outcome {
  const product = readProduct(subject, server.path)
  if (!product.known) return { verdict: 'unknown', evidence: [product] }
  const elsewhere = server.subject === 'ServiceInstance' ? notForLoneHost(subject, inventory) : undefined
  return elsewhere ?? decide(product)
}

function readProduct(subject: Subject, path: string): Fact<Product> {
  const raw = readRaw(subject, path)
  if (!raw.known) return raw
  const version = isRecord(raw.value) ? raw.value['version'] : undefined
  const build = isRecord(raw.value) ? raw.value['build'] : undefined
  const branch = typeof version === 'string' ? /^\d+\.\d+\.\d+/.exec(version)?.[0] : undefined
  if (branch === undefined || typeof build !== 'string' || !/^\d+$/.test(build))
    return unknown('fault', raw.from, 'no three-part version or no build number')
  return mapFact(raw, () => ({ branch, build: Number(build) }))
}

/** Beyond the data: nothing can be said, which is a result. */
const unlisted = (product: Fact<unknown>, why: string): Outcome => ({
  verdict: 'unknown',
  evidence: [product, unknown('notSupported', product.from, why)],
})

const dayOf = (now: Date) => now.toISOString().slice(0, 10)
