import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { planLane } from './lane.ts'
import { explainMissing, peerVersions, repositoryRoot } from './table.ts'

const recipe = (name: string): string => readFileSync(join(repositoryRoot, 'test', 'peers', name), 'utf8')

test('a lane with all its peers runs', () => {
  expect(planLane([], true)).toEqual({ kind: 'run' })
})

test('a missing peer skips the lane by name on a desk and fails it by name in CI', () => {
  const reason = explainMissing('pyvmomi')
  expect(reason).toMatch(/^pyvmomi is missing: .*pyvmomi-9\.1\.1\.0.*needs python3/)
  expect(planLane(['pyvmomi'], false)).toEqual({ kind: 'skip', reason })
  expect(planLane(['pyvmomi'], true)).toEqual({ kind: 'fail', reason })
})

test('the versions we look for are the versions we install', () => {
  expect(recipe('go.mod')).toContain(`require github.com/vmware/govmomi ${peerVersions.newest}\n`)
  expect(recipe('requirements.txt')).toContain(`pyvmomi==${peerVersions.pyvmomi} `)
  expect(recipe('bats/package.json')).toContain(`"bats": "${peerVersions.bats}"`)
})
