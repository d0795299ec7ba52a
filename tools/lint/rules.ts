/**
 * The project's own lint rules, as an oxlint JS plugin (`.oxlintrc.json` says which files each one watches).
 * oxlint loads it as TypeScript, so oxlint must run on the pinned Node: `npm run check` sees to that.
 */
import type { RuleTester } from 'oxlint/plugins-dev'

type Rule = Parameters<RuleTester['run']>[1]
type Context = Parameters<NonNullable<Rule['create']>>[0]
type Visitor = ReturnType<NonNullable<Rule['create']>>
type CallExpression = Parameters<NonNullable<Visitor['CallExpression']>>[0]
type Identifier = Parameters<NonNullable<Visitor['Identifier']>>[0]
type Node = CallExpression['callee'] | CallExpression['arguments'][number] | CallExpression['parent'] | Identifier

/** A programme ends in one place; a library that calls `exit` skips every `finally` above it. */
const noProcessExit: Rule = {
  create: (context) => ({
    MemberExpression(node) {
      if (isNamed(node.object, 'process') && propertyName(node) === 'exit') {
        context.report({ node, message: 'Only apps/cli and tools end the process: throw, or return what happened.' })
      }
    },
    ImportSpecifier(node) {
      const { parent } = node
      if (parent.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(parent.source.value)) return
      if (isNamed(node.imported, 'exit')) {
        context.report({ node, message: 'Only apps/cli and tools end the process: throw, or return what happened.' })
      }
    },
  }),
}

/** What a global would bring into the core, or the member of it that would. */
const impureGlobals: Readonly<Record<string, string>> = {
  process: 'the process',
  fetch: 'the network',
  WebSocket: 'the network',
  XMLHttpRequest: 'the network',
  performance: 'a clock',
  setTimeout: 'a clock',
  setInterval: 'a clock',
  setImmediate: 'a clock',
  crypto: 'chance',
  globalThis: 'anything at all',
}

/** DESIGN §2: the core has no clock, no network and no Node, so the same snapshot always gives the same answer. */
const pureCore: Rule = {
  create: (context) => ({
    Program() {
      for (const { identifier } of globalReferences(context)) {
        const { name, parent } = identifier
        const brings = impureGlobals[name] ?? impureUse(name, parent, identifier)
        if (brings === undefined) continue
        const message = `The core is pure, and \`${name}\` brings in ${brings}: take \`now\`, a seed or the data as an argument.`
        context.report({ node: identifier, message })
      }
    },
  }),
}

function impureUse(name: string, parent: Node, identifier: Node): string | undefined {
  const member = parent.type === 'MemberExpression' && parent.object === identifier ? propertyName(parent) : undefined
  if (name === 'Math') return member === 'random' ? 'chance' : undefined
  if (name !== 'Date') return undefined
  const called = (parent.type === 'NewExpression' || parent.type === 'CallExpression') && parent.callee === identifier
  // `new Date(given)` only converts; `new Date()` and any plain `Date(…)` read the clock.
  const readsClock = called && (parent.type === 'CallExpression' || parent.arguments.length === 0)
  return member === 'now' || readsClock ? 'a clock' : undefined
}

/** Kana, kanji, and the full-width forms that only Japanese text uses. */
const japanese = /[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]/
const slots = /\{\w+\}/g

/** House rule 9: both languages in the same breath. */
const textPair: Rule = {
  create(context) {
    const names = new Set<string>()
    return {
      ImportSpecifier(node) {
        const { parent } = node
        if (parent.type !== 'ImportDeclaration' || !/(^|\/)text(\/index)?(\.ts)?$/.test(parent.source.value)) return
        if (isNamed(node.imported, 'text')) names.add(node.local.name)
      },
      CallExpression(node) {
        if (node.callee.type !== 'Identifier' || !names.has(node.callee.name)) return
        const [en, ja, ...more] = node.arguments.map(literal)
        const complaint =
          en === undefined || ja === undefined || more.length > 0
            ? '`text(en, ja)` takes exactly two plain string literals, so that the compiler can compare their slots.'
            : pairComplaint(en, ja)
        if (complaint !== undefined) context.report({ node, message: complaint })
      },
    }
  },
}

function pairComplaint(en: string, ja: string): string | undefined {
  if (en.trim() === '' || ja.trim() === '') return '`text(en, ja)`: neither language may be empty.'
  const nothingToTranslate = !/\p{L}/u.test(en.replaceAll(slots, ''))
  if (japanese.test(ja) || nothingToTranslate) return undefined
  // A name such as `vSphere Distributed Switch` is the same in both; a sentence is not.
  if (en === ja && en.split(/\s+/).length <= 3) return undefined
  return '`text(en, ja)`: the Japanese has no Japanese character in it.'
}

/** DESIGN §6: a failure ends at one of three seams, and each of them says so. A comment tells nobody at run time. */
const noSilentCatch: Rule = {
  create: (context) => ({
    CatchClause(node) {
      if (node.body.body.length === 0) {
        context.report({ node, message: 'An empty catch hides a failure: return what it means, or let it pass.' })
      }
    },
    CallExpression(node) {
      const [handler] = node.arguments
      if (node.callee.type !== 'MemberExpression' || propertyName(node.callee) !== 'catch') return
      if (handler?.type !== 'ArrowFunctionExpression' && handler?.type !== 'FunctionExpression') return
      if (handler.body?.type === 'BlockStatement' && handler.body.body.length === 0) {
        context.report({
          node: handler,
          message: 'An empty catch hides a failure: return what it means, or let it pass.',
        })
      }
    },
  }),
}

const secret = /password|passwd|secret|cookie|token/i

/** Error messages end in logs and tickets. `Secret` prints `•••`, but only while it is still wrapped. */
const noSecretInError: Rule = {
  create(context) {
    function check(args: readonly Node[]) {
      for (const name of args.flatMap((argument) => [...spokenNames(argument)])) {
        if (!secret.test(name.text)) continue
        const message = `\`${name.text}\` looks like a secret: an error message says what was tried, never with what.`
        context.report({ node: name.node, message })
      }
    }
    return {
      NewExpression(node) {
        if (isErrorClass(node.callee)) check(node.arguments)
      },
      CallExpression(node) {
        if (node.callee.type === 'Super' || isErrorClass(node.callee)) check(node.arguments)
      },
    }
  },
}

/** The names inside templates and concatenations: what would be spoken aloud in the message. */
function* spokenNames(node: Node, spoken = false): Generator<{ readonly node: Node; readonly text: string }> {
  const builds = node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+')
  if (node.type === 'Identifier' && spoken) yield { node, text: node.name }
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* spokenNames(child, spoken || builds)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}

function isErrorClass(node: Node): boolean {
  const name =
    node.type === 'MemberExpression' ? propertyName(node) : node.type === 'Identifier' ? node.name : undefined
  return name?.endsWith('Error') ?? false
}

function propertyName(node: Extract<Node, { type: 'MemberExpression' }>): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  return literal(node.property)
}

function literal(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** Value references that no declaration in the file answers: a parameter named `process` is nobody's business. */
function globalReferences({ sourceCode }: Context) {
  const { globalScope } = sourceCode.scopeManager
  if (globalScope === null) return []
  const known = globalScope.variables.filter((variable) => variable.defs.length === 0)
  return [...globalScope.through, ...known.flatMap((variable) => variable.references)].filter(
    (reference) => !('isTypeReference' in reference && reference.isTypeReference),
  )
}

export default {
  meta: { name: 'sakimori' },
  rules: {
    'no-process-exit': noProcessExit,
    'pure-core': pureCore,
    'text-pair': textPair,
    'no-silent-catch': noSilentCatch,
    'no-secret-in-error': noSecretInError,
  },
}
