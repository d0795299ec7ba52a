/**
 * A plug-in of Stryker: sentences in two languages are read by people and not judged by tests, so the arguments of
 * `text(…)` are not mutated. Stryker loads it from outside its own node_modules, hence the plain object that its
 * `declareClassPlugin` would have made.
 */
class ProseIgnorer {
  shouldIgnore(path) {
    if (!path.isCallExpression() || path.node.callee.type !== 'Identifier') return undefined
    return path.node.callee.name === 'text' ? 'a sentence in two languages' : undefined
  }
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'prose', injectableClass: ProseIgnorer }]
