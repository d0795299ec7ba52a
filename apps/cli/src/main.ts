import { Command, CommanderError } from 'commander'
import { exitCodes, UsageError, type ExitCode } from './exit.ts'
import { chooseLocale } from './locale.ts'
import type { Verb, World } from './verb.ts'

/** Loads a verb only when it is called, so that `--help` stays fast. */
type Load<Args extends readonly unknown[]> = () => Promise<Verb<Args>>

let outcome: ExitCode = exitCodes.clean

async function run<Args extends readonly unknown[]>(load: Load<Args>, args: Args): Promise<void> {
  const globals = program.opts<{ lang?: string; config?: string }>()
  const [{ loadSettings }, { openTerminal }, verb] = await Promise.all([
    import('./config/load.ts'),
    import('./terminal.ts'),
    load(),
  ])
  const settings = await loadSettings(globals.config, process.env)
  const terminal = openTerminal(chooseLocale(globals.lang ?? settings.config.lang, process.env), process.env)
  const world: World = { ...settings, env: process.env, terminal, now: new Date() }
  outcome = await verb(world, ...args)
}

const connectionOptions = (command: Command) =>
  command
    .option('-u, --username <name>', 'user name (SAKIMORI_USERNAME, GOVC_USERNAME)')
    .option('--password-file <file>', 'file with the password on its first line (or SAKIMORI_PASSWORD, GOVC_PASSWORD)')
    .option('--ca <file>', 'PEM file of the authorities to trust (SAKIMORI_CA_FILE, GOVC_TLS_CA_CERTS)')
    .option('--thumbprint <hex>', 'trust exactly this certificate (SAKIMORI_THUMBPRINT, GOVC_TLS_KNOWN_HOSTS)')
    .option('--insecure', 'do not verify the certificate; every report says so (SAKIMORI_INSECURE, GOVC_INSECURE)')
    .option('--timeout <seconds>', 'longest silence of the server (SAKIMORI_TIMEOUT, default 120)')

/** Lets an option be given several times. */
const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

const filterOptions = (command: Command) =>
  command
    .option('--area <area>', 'only this area; may be repeated', several)
    .option('--severity <severity>', 'only controls of at least this severity')
    .option('--control <id>', 'only this control, or a glob such as "esx.*"; may be repeated', several)
    .option('--framework <item>', 'only what relates to "nist80053r5:AC-7", "pciDss401", …; may be repeated', several)
    .option('--exclude <id>', 'without this control or glob; may be repeated', several)

const reportOptions = (command: Command) =>
  filterOptions(command)
    .option('-b, --baseline <name>', 'whose demands: sakimori, scg, stig or cis')
    .option('--html <file>', 'write a self-contained HTML report')
    .option('--json <file>', 'write the report as JSON ("-" for standard output)')
    .option('--csv <file>', 'write the findings as CSV ("-" for standard output)')
    .option('--fail-on <severity>', 'exit code 1 for failures of at least this severity: critical, high, medium, low')
    .option('--min-coverage <percent>', 'exit code 3 when less than this could be judged (default 50)')
    .option('-v, --verbose', 'name every object')

const probeOptions = (command: Command) =>
  command
    .option('--no-probe-hosts', 'make no TLS handshake with the hosts')
    .option('--no-probe-offers', 'do not ask servers which TLS versions and ciphers they agree to')

const program = new Command('sakimori')
  .description(
    'Audits the security of VMware vSphere estates, 6.5 to 9.x. Reads only.\nVMware vSphere 環境 (6.5〜9.x) のセキュリティを監査します。読み取りのみ行います。',
  )
  .option('--lang <language>', 'en or ja (default: from the locale) / 表示言語')
  .option(
    '--config <file>',
    'configuration file (default: ./sakimori.yaml, then the user’s, then /etc/sakimori/config.yaml)',
  )
  .version('0.1.0')
  .showHelpAfterError('(sakimori --help)')
  .exitOverride()

probeOptions(
  reportOptions(
    connectionOptions(
      program.command('audit [server]').description('log in, read, judge and report / 接続して監査する'),
    ),
  ),
)
  .option('--save <file>', 'keep the snapshot as well')
  .action((server: string | undefined, flags: object) =>
    run(async () => (await import('./verbs/audit.ts')).audit, [server, flags]),
  )

probeOptions(
  connectionOptions(
    program.command('collect [server]').description('read an estate into a snapshot file / スナップショットを採取する'),
  ),
)
  .option('-o, --output <file>', 'name of the snapshot file')
  .action((server: string | undefined, flags: object) =>
    run(async () => (await import('./verbs/collect.ts')).collect, [server, flags]),
  )

reportOptions(
  program.command('assess <snapshot>').description('judge a snapshot file, offline / スナップショットを判定する'),
).action((file: string, flags: object) => run(async () => (await import('./verbs/assess.ts')).assess, [file, flags]))

probeOptions(
  connectionOptions(
    program
      .command('certs [server]')
      .description('every certificate: who issued it, when it ends, who answers with it / 証明書を確認する'),
  ),
)
  .option('--snapshot <file>', 'from a snapshot file, offline')
  .option('--since <file>', 'what changed since this snapshot')
  .option('--days <n>', 'a certificate with fewer days left is a finding (default: policy, or 30)')
  .option('--json <file>', 'write them as JSON ("-" for standard output)')
  .option('--csv <file>', 'write them as CSV ("-" for standard output)')
  .option('--fail-on <severity>', 'exit code 1 for failures of at least this severity: critical, high, medium, low')
  .option('--min-coverage <percent>', 'exit code 3 when less than this could be judged (default 50)')
  .option('-v, --verbose', 'every certificate, and every finding')
  .action((server: string | undefined, flags: object) =>
    run(async () => (await import('./verbs/certs.ts')).certs, [server, flags]),
  )

connectionOptions(
  program.command('patches [server]').description('what to patch first, and why / パッチ適用の優先順位を示す'),
)
  .option('--snapshot <file>', 'from a snapshot file, offline')
  .option('--json <file>', 'write the plan as JSON ("-" for standard output)')
  .option('--csv <file>', 'write it as CSV, a row for each server and advisory ("-" for standard output)')
  .option(
    '--fail-on <severity>',
    'exit code 1 for missing fixes of at least this severity: critical, high, medium, low',
  )
  .option('--min-coverage <percent>', 'exit code 3 when fewer of the servers could be judged (default 50)')
  .option('-v, --verbose', 'every advisory and every server')
  .action((server: string | undefined, flags: object) =>
    run(async () => (await import('./verbs/patches.ts')).patches, [server, flags]),
  )

filterOptions(
  program
    .command('diff <before> <after>')
    .description('what changed in verdicts and certificates between two snapshots / 2 つのスナップショットの差分'),
)
  .option('-b, --baseline <name>', 'whose demands: sakimori, scg, stig or cis')
  .option('--json', 'as JSON')
  .action((before: string, after: string, flags: object) =>
    run(async () => (await import('./verbs/diff.ts')).diff, [before, after, flags]),
  )

const controls = program.command('controls').description('the catalogue of controls / コントロールの一覧')
filterOptions(controls.command('list').description('a line a control / 一覧'))
  .option('--format <format>', 'text or json')
  .action((flags: object) => run(async () => (await import('./verbs/controls.ts')).listControls, [flags]))
controls
  .command('coverage')
  .description('how the published rows of vSphere are answered / 公開された項目への対応状況')
  .option('-b, --baseline <name>', 'scg, stig or cis (default: all)')
  .option('--framework <item>', 'a security framework instead, or items of it: "nist80053r5", "pciDss401:8.3"')
  .option('--release <release>', 'of vSphere: 6.5, 6.7, 7.0, 8.0, 9.0 or 9.1 (default: all)')
  .option('--format <format>', 'text or json')
  .action((flags: object) => run(async () => (await import('./verbs/coverage.ts')).coverage, [flags]))
controls
  .command('show <id>')
  .option('--json', 'as JSON')
  .action((id: string, flags: object) =>
    run(async () => (await import('./verbs/controls.ts')).showControl, [id, flags]),
  )

controls
  .command('test [file...]')
  .description('hold the controls that you wrote to the laws / 自作コントロールを検査する')
  .option('--snapshot <file>', 'show how they answer on a snapshot as well')
  .option('--format <format>', 'text or json')
  .action((files: readonly string[], flags: object) =>
    run(async () => (await import('./verbs/controls-test.ts')).testControls, [files, flags]),
  )

const advisories = program
  .command('advisories')
  .description('what is known of releases, flaws and their fixes / セキュリティ アドバイザリーの情報')
advisories
  .command('list')
  .description('a line an advisory / 一覧')
  .option('--product <product>', 'esx, vcenter or tools')
  .option('--since <day>', 'published or changed since, as 2026-07-29')
  .option('--cve <id>', 'those that name this CVE')
  .option('--exploited', 'those whose flaws were seen to be exploited')
  .option('--json', 'as JSON')
  .action((flags: object) => run(async () => (await import('./verbs/advisories/list.ts')).listAdvisories, [flags]))
advisories
  .command('show <id>')
  .description('an advisory (VMSA-…), a flaw (CVE-…) or a bulletin, with fixes and who says so / 詳細')
  .option('--json', 'as JSON')
  .action((id: string, flags: object) =>
    run(async () => (await import('./verbs/advisories/show.ts')).showAdvisory, [id, flags]),
  )
advisories
  .command('update')
  .description('ask the feeds what is new / フィードから更新を取得する')
  .option('--feed <id>', 'only this feed, even if it was asked a short while ago; may be repeated', several)
  .option('--ca <file>', 'PEM file of an authority to trust besides the usual ones (SAKIMORI_FEEDS_CA_FILE)')
  .option('--offline', 'ask nothing; lay what is kept over the table that this version ships')
  .action((flags: object) => run(async () => (await import('./verbs/advisories/update.ts')).updateAdvisories, [flags]))
advisories
  .command('import <paths...>')
  .description('read feeds from files and folders, without the Internet / ファイルから取り込む')
  .option('-v, --verbose', 'name every record that is left out')
  .action((paths: readonly string[], flags: object) =>
    run(async () => (await import('./verbs/advisories/import.ts')).importAdvisories, [paths, flags]),
  )
advisories
  .command('verify')
  .description('check what is kept: hash, shape, whether it fits together, ages / 保存内容を検証する')
  .action(() => run(async () => (await import('./verbs/advisories/verify.ts')).verifyAdvisories, []))
advisories
  .command('export <file>')
  .description('write all that is known into one file, for another site / ファイルに書き出す')
  .action((file: string) => run(async () => (await import('./verbs/advisories/export.ts')).exportAdvisories, [file]))

connectionOptions(
  program.command('doctor [server]').description('say what this account can and cannot assess / 接続と権限を確認する'),
).action((server: string | undefined, flags: object) =>
  run(async () => (await import('./verbs/doctor.ts')).doctor, [server, flags]),
)

const twin = program
  .command('twin')
  .description('the simulated vCenter Server and ESX host / 模擬 vCenter Server と ESX ホスト')
twin
  .command('serve')
  .description('run a twin until Ctrl-C / twin を起動する')
  .option('--estate <demo|file>', 'the demo estate, or a snapshot file (default: demo)')
  .option('--esx', 'a lone ESX host, as it is after an installation')
  .option('--hosts <n>', 'generate an estate with so many hosts, 1 to 2000')
  .option('--vms <n>', 'and so many virtual machines, 0 to 100000')
  .option('--seed <n>', 'another seed, another estate of the same size')
  .option('--release <release>', 'of a generated estate: 6.5, 6.7, 7.0, 8.0, 9.0 or 9.1')
  .option('--listen <address:port>', 'where to listen (default 127.0.0.1:8989)')
  .option('--doors', 'let every host be reached directly, at an address of its own')
  .option('--ca-out <file>', 'write the certificate of its authority, for clients that verify')
  .action((flags: object) => run(async () => (await import('./verbs/twin-serve.ts')).twinServe, [flags]))

program
  .command('demo')
  .description('audit the demo estate on a twin in this process / デモ環境を監査する')
  .option('--html <file>', 'where the HTML report goes (default sakimori-demo.html)')
  .action((flags: object) => run(async () => (await import('./verbs/demo.ts')).demo, [flags]))

/** The language of an error; what chose it may itself be the mistake. */
function spoken(): 'en' | 'ja' {
  const { lang } = program.opts<{ lang?: string }>()
  return lang === 'ja' || lang === 'en' ? lang : chooseLocale(undefined, { ...process.env, SAKIMORI_LANG: undefined })
}

/** The one seam where failures of the outside world become a line and an exit code. */
async function exitOf(error: unknown): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage
  if (error instanceof UsageError) {
    process.stderr.write(`sakimori: ${error.message}\n`)
    return exitCodes.usage
  }
  if (error instanceof Error && error.name === 'CollectError') {
    process.stderr.write(`sakimori: ${error.message}\n`)
    return exitCodes.usage
  }
  if (error instanceof Error && error.name === 'VimError') {
    const code = 'code' in error ? String(error.code) : ''
    const [{ adviceFor }, { render }] = await Promise.all([import('./advice.ts'), import('@sakimori/core/text')])
    const next = adviceFor(code)
    process.stderr.write(`sakimori: ${error.message}${next ? ` — ${render(next, spoken())}` : ''}\n`)
    return exitCodes.couldNotConnect
  }
  // A reader that closes early (`| head`) is no failure of ours.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return outcome
  throw error
}

try {
  await program.parseAsync()
} catch (error) {
  outcome = await exitOf(error)
}
process.exitCode = outcome
