import { defineConfig } from 'vitest/config'

/**
 * Two projects: `unit` needs nothing but Node; `wire` talks to real peers (vcsim, govc, pyVmomi) over TCP.
 * `tools/test.ts` fetches the peers first and runs both.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'apps/**/*.test.ts',
            'tools/**/*.test.ts',
            'test/{docs,mutation}/**/*.test.ts',
          ],
          exclude: ['**/*.wire.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'wire',
          include: [
            'packages/**/*.wire.test.ts',
            'apps/**/*.wire.test.ts',
            'test/{vcsim,govc,twin,pyvmomi,bats,e2e}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
