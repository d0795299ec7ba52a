import { defineConfig } from 'vitest/config'

/** The tests that judge a mutant: those of the core that need no peer and no network. */
export default defineConfig({
  test: {
    include: ['packages/core/src/{advisory,assess,catalog,control,model,remedy,text}/**/*.test.ts'],
    // A test that is only slow on a busy machine must not pass for one that noticed; what hangs, Stryker ends itself.
    testTimeout: 120_000,
  },
})
