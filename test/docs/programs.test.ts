import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { nodeArguments } from '../../scripts/node-program'

const folder = fileURLToPath(new URL('../../examples', import.meta.url))

/** The last lines that each program must print. */
const printed: Record<string, RegExp> = {
  'first-memory': /found: {3}Ada prefers e-mail to phone calls\nbecause: .*ada[\s\S]*\d+ tokens[\s\S]*Order 42 left/,
  'two-agents-disagree': /support says shipped\nfulfilment says processing\nsettled, for both: processing\n$/,
  'offline-and-back':
    /offline: local, waiting for the relay: 1\nonline: relay, waiting: 0\nthe desk finds: The pump .*\(laptop\)\n$/,
  'once-for-the-team': /^6 answers, 1 call, all the same: true\n$/,
  'a-claim-withdrawn':
    /^the reviewer finds: The payments API answers in XML\nbuilt on the claim: 2\nstill stands: Log in with a bearer token\n$/,
}

test('every program of the examples is run here', () => {
  const programs = readdirSync(folder).flatMap(file => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
  expect(programs.sort()).toEqual(Object.keys(printed).sort())
})

test.concurrent.each(Object.entries(printed))(
  'the example %s prints what it says, and ends',
  async (name, expected) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, nodeArguments(`${folder}/${name}.ts`), {
      timeout: 60_000,
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(expected)
  },
)
