import { parseSync, Visitor } from 'oxc-parser'

/** One place where a file reaches for another module. */
export interface Import {
  /** What stands between the quotes; undefined when it is computed at run time. */
  readonly specifier: string | undefined
  /** Nothing of it is left once the types are stripped. */
  readonly typeOnly: boolean
  readonly line: number
}

export type Imports =
  | { readonly ok: true; readonly imports: readonly Import[] }
  | { readonly ok: false; readonly error: string }

interface Expression {
  readonly type: string
  readonly start: number
}

/** Without one of these a file imports nothing: spares us the syntax tree of large generated tables. */
const mayImport = /\bimport\b|\bfrom\s*['"]|\brequire\b/

/** Every import, re-export, `import()`, `import('…').Type` and `require` in a source file. */
export function readImports(file: string, source: string): Imports {
  if (!mayImport.test(source)) return { ok: true, imports: [] }
  const { program, errors } = parseSync(file, source)
  // A file that does not parse must not pass as a file without imports.
  const [error] = errors
  if (error !== undefined) return { ok: false, error: error.message }

  const imports: Import[] = []
  const add = (from: Expression, typeOnly: boolean) =>
    imports.push({ specifier: literal(from), typeOnly, line: source.slice(0, from.start).split('\n').length })

  new Visitor({
    // `import { type A }` leaves `import {}` behind under verbatimModuleSyntax; only `import type` vanishes.
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.exportKind === 'type')
    },
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source, true),
    TSExternalModuleReference: (node) => add(node.expression, false),
    CallExpression: ({ callee, arguments: [first] }) => {
      const called = callee.type === 'MemberExpression' ? callee.object : callee
      if (called.type === 'Identifier' && called.name === 'require' && first !== undefined) add(first, false)
    },
  }).visit(program)
  return { ok: true, imports }
}

function literal(node: Expression): string | undefined {
  if ('value' in node && typeof node.value === 'string') return node.value
  if (!('quasis' in node) || !Array.isArray(node.quasis) || node.quasis.length !== 1) return undefined
  return (node.quasis as { value: { cooked: string } }[])[0]?.value.cooked
}
