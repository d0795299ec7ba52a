import { resolve } from 'node:path'
import { collect } from '@sakimori/collect'
import { render } from '@sakimori/core/text'
import { demoEstate, startTwin } from '@sakimori/twin'
import { connect, Secret } from '@sakimori/vim25'
import { exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import type { Verb } from '../verb.ts'
import { words } from '../words.ts'
import { reportOn } from './report.ts'

export interface DemoFlags {
  readonly html?: string
}

/** Who audits the demo: an account that may only read, as it should be. */
const auditor = { userName: 'auditor@vsphere.local', password: 'VMware1!' }

/** Starts the demo's twin in this process, audits it over the wire as anybody would, and says what to try next. */
export const demo: Verb<[DemoFlags]> = async (world, flags) => {
  const { controls, terminal, now } = world
  terminal.say(words.demoStarts, {})
  const html = flags.html ?? 'sakimori-demo.html'
  await using twin = await startTwin({ estate: demoEstate })
  terminal.progress(words.connecting, { server: new URL(twin.url).host })
  await using client = await connect({ url: twin.url, tls: { mode: 'verify', ca: twin.ca } })
  await client.login({ userName: auditor.userName, password: new Secret(auditor.password) })
  const snapshot = await collect(client, {
    controls,
    name: twin.world.parts.name,
    now,
    endpoint: new URL(twin.url).origin,
    trust: 'caFile',
    ca: twin.ca,
    // The names of the demo's hosts are in no DNS.
    probeHosts: false,
    onProgress: (progress) => {
      if (progress.step === 'objects') terminal.progress(words.objects, { count: progress.count })
    },
  })
  terminal.clearProgress()
  await reportOn(snapshot, { html, nextSteps: false }, world)
  sayNext(terminal, resolve(html))
  // The demo has done what it was asked to, mistakes of the estate or not.
  return exitCodes.clean
}

function sayNext(terminal: Terminal, file: string): void {
  terminal.say(words.demoHtml, { file })
  terminal.say(words.demoNext, {})
  const rows = [
    ['npm start -- twin serve', words.demoTwin],
    ['npm start -- controls show esx.lockdown-mode', words.demoControl],
    ['npm start -- audit vcenter.example.com --username auditor@vsphere.local', words.demoReal],
  ] as const
  for (const [command, what] of rows) {
    process.stderr.write(`  ${command}\n      ${render(what, terminal.locale)}\n`)
  }
}
