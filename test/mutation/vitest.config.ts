import { defineConfig } from 'vitest/config'

/** The tests that judge a mutant: those of the core that need no peer and no network. */
export default defineConfig({
  test: { include: ['packages/core/src/{advisory,assess,catalog,control,model,remedy,text}/**/*.test.ts'] },
})
