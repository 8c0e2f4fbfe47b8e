import { overwritten, readersOfInvention, tokensRead, toolCalls } from '../run/counts'
import { vendorTools } from './vendor-tools'
import type { World } from './world'

const module = 'module/payments-v1'
const format = 'api/charges/amount'
const release = 'release/1.8'
const files = ['client.ts', 'types.ts', 'retry.ts', 'webhooks.ts']
const invented = 'a decimal string, "12.50"'

/** What the coder built of the retired module after it was retired; without shared memory it builds the rest of its list. */
const builtInVain = 'Files built for a retired module'

/** A team that moves a checkout to another payments API. */
export const codingTeam: World = {
  id: 'coding-team',
  title: 'Coding team',
  summary: 'A module is retired while it is being built, and an invented API format is stopped at the checkpoint.',
  day: '2026-11-20',
  members: [
    { id: 'planner', where: 'tab', does: 'Decides what is built', capabilities: ['planning'] },
    { id: 'coder', where: 'laptop', does: 'Builds it', capabilities: ['typescript'] },
    {
      id: 'reviewer',
      where: 'tab',
      elsewhere: 'Node process',
      does: 'Checks claims against documents',
      capabilities: ['review'],
    },
  ],
  spaces: [{ name: 'team' }, { name: 'api', validators: ['reviewer'] }],
  facts: [
    { key: release, space: 'team', none: 'none yet' },
    { key: module, space: 'team', none: 'none yet' },
    { key: format, space: 'api', none: 'none yet' },
  ],
  away: 'coder',
  dispute: {
    key: release,
    sides: [
      ['coder', 'go'],
      ['planner', 'wait'],
    ],
  },
  tools: vendorTools,
  steps: [
    {
      at: '09:00:00',
      short: 'Open',
      title: 'Three agents open one memory',
      now: 'Planner and coder run in the browser, the reviewer in a Node process where there is a server to start one. They meet in the relay’s rooms; to the memory it makes no difference.',
      without: 'Three processes, three scratchpads, and a chat between them.',
      code: "openMemory({\n  agent: { id: 'reviewer' },\n  relay, checkpoints })",
      doing: {
        planner: 'Registers: decides what is built',
        coder: 'Registers: builds it',
        reviewer: 'Registers: checks claims against documents',
      },
      async play({ agents }) {
        await Promise.all(
          codingTeam.members.map(({ id, does, capabilities }) => agents[id]!.register(does, capabilities)),
        )
      },
    },
    {
      at: '09:02:00',
      short: 'Plan',
      title: 'A module is planned',
      now: 'Planner writes the plan and marks the module as active. Who works on it can look, before every file, whether that still holds.',
      without: 'The plan is pasted into the coder’s prompt, once.',
      code: "memory.facts.assert(\n  'module/payments-v1', 'active')",
      doing: { planner: 'Plans payments-v1 in four files' },
      async play({ agents: { planner }, notes }) {
        notes.set(
          'plan',
          await planner!.add(`Build payments-v1 in four files: ${files.join(', ')}`, { kind: 'procedural' }),
        )
        await planner!.assert(module, 'active')
      },
    },
    {
      at: '09:05:00',
      short: 'Build',
      title: 'The first file is built',
      now: 'Coder reads the fact, finds the module active, and builds the first of its files.',
      without: 'The same. Nothing differs yet.',
      code: "await memory.facts.get(\n  'module/payments-v1')\n// { value: 'active', settled: true }",
      doing: { coder: `Builds payments-v1/${files[0]}` },
      play: ({ agents: { coder } }) => buildNext(coder!, [files[0]!]),
    },
    {
      at: '09:07:00',
      short: 'Documents',
      title: 'Four downloads become two',
      now: 'Planner and reviewer both want the vendor’s schema and its changelog. One of them downloads each, both read all of it.',
      without: 'Both download both.',
      code: "memory.work.once(\n  ['vendor-docs', 'charges'],\n  download)",
      doing: { planner: 'Reads the schema and the changelog', reviewer: 'Reads the schema and the changelog' },
      async play({ agents: { planner, reviewer } }) {
        await Promise.all(
          ['charges', 'changelog'].flatMap(page => [
            planner!.call('vendor-docs', page),
            reviewer!.call('vendor-docs', page),
          ]),
        )
      },
    },
    {
      at: '09:10:00',
      short: 'Deprecate',
      title: 'The planner retires the module',
      now: 'The changelog says that version 1 ends. Planner asserts the module as deprecated, with the changelog as evidence.',
      without:
        'Planner says so in the chat. The coder is in the middle of its list and reads the chat when it is done.',
      code: "memory.facts.assert(\n  'module/payments-v1', 'deprecated',\n  { evidence: [changelog.id] })",
      doing: { planner: 'Retires payments-v1', coder: 'Is about to build types.ts' },
      async play({ agents: { planner } }) {
        const note = await planner!.add('Changelog: payments version 1 ends on 1 December, version 2 replaces it', {
          source: { type: 'tool', name: 'vendor-docs' },
        })
        await planner!.assert(module, 'deprecated', { evidence: [note] })
      },
    },
    {
      at: '09:10:20',
      short: 'Stop',
      title: 'The coder stops rebuilding it',
      now: 'Before the next file coder reads the fact again: deprecated. It builds none of the other three.',
      without: 'Three more files are built, reviewed and thrown away.',
      code: "if (fact.value === 'deprecated')\n  return",
      doing: { coder: 'Reads deprecated, and stops after one of four files' },
      async play({ agents: { coder } }) {
        await buildNext(coder!, files.slice(1))
        await coder!.add('Stopped payments-v1 after client.ts: the module is deprecated')
      },
    },
    {
      at: '09:15:00',
      short: 'Invention',
      title: 'The coder invents a format',
      now: 'Coder claims that amounts are decimal strings, and writes a client on top of it. The space api has a checkpoint: both wait, and no other agent is given them.',
      without: 'The claim is in the chat at once, and everybody builds on it.',
      code: "memory.facts.assert(\n  'api/charges/amount',\n  'a decimal string',\n  { space: 'api' })\n// status: 'proposed'",
      doing: { coder: 'Claims a format that is in no document', planner: 'Is given nothing of it' },
      async play({ agents: { coder, planner }, notes }) {
        const claim = await coder!.assert(format, invented, { space: 'api' })
        const client = await coder!.add('payments-v2/client.ts sends amounts as decimal strings', {
          derivedFrom: [claim],
        })
        notes.set('claim', claim)
        notes.set('client', client)
        await planner!.read(format, { space: 'api' })
      },
    },
    {
      at: '09:18:00',
      short: 'Refute',
      title: 'It is stopped at the checkpoint',
      now: 'Reviewer compares the claim with the schema, which says integer, and refutes it. The client that was built on it closes with it, on every replica.',
      without: 'The first charge in production fails. Or it does not, and the amount is wrong.',
      code: "memory.validate(claim.id, 'refuted',\n  { reason: 'schema says integer' })",
      doing: { reviewer: 'Refutes it by the schema', coder: 'Sees its client closed, with the reason' },
      needs: ['coder'],
      async play({ agents: { reviewer, coder }, notes }) {
        const schema = (await reviewer!.call('vendor-docs', 'charges')) as { schema: { amount: { type: string } } }
        const isRight = schema.schema.amount.type === 'string'
        await reviewer!.validate(notes.get('claim')!, isRight ? 'verified' : 'refuted', 'The schema says integer')
        await coder!.dependents(notes.get('claim')!)
      },
    },
    {
      at: '09:20:00',
      short: 'Correct',
      title: 'The right format passes',
      now: 'Coder claims what the schema says, reviewer verifies it. Now it is everybody’s, and the client is built on it.',
      without: 'Somebody finds the document later.',
      code: "memory.validate(claim.id, 'verified')",
      doing: {
        coder: 'Claims integer, and builds the client again',
        reviewer: 'Verifies it',
        planner: 'Reads integer',
      },
      needs: ['coder'],
      async play({ agents: { coder, reviewer, planner } }) {
        const claim = await coder!.assert(format, 'an integer, in cents', { space: 'api' })
        await reviewer!.validate(claim, 'verified', 'As in the schema')
        await coder!.add('payments-v2/client.ts sends amounts in cents', { derivedFrom: [claim] })
        await planner!.read(format, { space: 'api' })
      },
    },
    {
      at: '09:30:00',
      short: 'Train',
      title: 'The coder takes a train',
      now: 'In the tunnel coder calls release 1.8 good to go: its tests pass. It has no connection, and goes on working.',
      without: 'The same, if the tool can work without a connection at all.',
      code: "memory.facts.assert(\n  'release/1.8', 'go')\n// durability: 'local'",
      doing: { coder: 'Offline. Asserts go: all tests pass' },
      async play({ agents: { coder } }) {
        await coder!.leave()
        const tests = await coder!.add('All 212 tests of payments-v2 pass', {
          source: { type: 'tool', name: 'vitest' },
        })
        await coder!.assert(release, 'go', { evidence: [tests] })
      },
    },
    {
      at: '09:34:00',
      short: 'Conflict',
      title: 'Go, or wait?',
      now: 'Planner, who could not know, asserts wait: the security review is open. When coder is back, both claims stand side by side on every replica.',
      without:
        'Wait is newer and replaces go without a trace; or, with the clocks the other way round, the release goes out.',
      code: "memory.facts.get('release/1.8')\n// settled: false, sides: [go, wait]",
      doing: {
        planner: 'Asserts wait: the security review is open',
        coder: 'Back online. Sees that its go is disputed',
      },
      async play({ agents: { planner, coder } }) {
        await planner!.assert(release, 'wait')
        await coder!.come()
      },
    },
    {
      at: '09:40:00',
      short: 'Settle',
      title: 'The reviewer settles it',
      now: 'Reviewer has done the review: go. It reads a packet of what matters within 300 tokens, and resolves the fact with its reason.',
      without: 'The reviewer reads the whole chat, documents and all, to find out what is asked.',
      code: "memory.facts.resolve('release/1.8',\n  { value: 'go' }, { reason })",
      doing: { reviewer: 'Reads the packet, and resolves as go' },
      async play({ agents: { reviewer } }) {
        await reviewer!.context('May release 1.8 with payments-v2 go out?', 300)
        await reviewer!.resolve(release, 'go', { reason: 'The security review is done' })
      },
    },
  ],
  async figures(played) {
    const { acts } = played
    const retired = acts.findIndex(
      ({ verb, args }) => verb === 'assert' && args[0] === module && args[1] === 'deprecated',
    )
    const looked = acts.some(
      ({ step, verb, agent }, at) => at > retired && step > 0 && agent === 'coder' && verb === 'read',
    )
    const isRetired = retired !== -1 && looked
    const builds = acts.filter(({ verb, args }, at) => verb === 'add' && at > retired && isBuilt(args[0]))
    const planned =
      files.length - acts.filter(({ verb, args }, at) => verb === 'add' && at < retired && isBuilt(args[0])).length
    return [
      { label: builtInVain, with: isRetired ? builds.length : 0, without: isRetired ? planned : 0 },
      await readersOfInvention(played, invented, 'Agents given the invented format'),
      await toolCalls(played),
      await tokensRead(played),
      await overwritten(played),
    ]
  },
}

const isBuilt = (text: unknown): boolean => String(text).startsWith('Built payments-v1/')

/** Builds files one after the other, as long as the module is active. */
async function buildNext(
  coder: NonNullable<Parameters<World['steps'][number]['play']>[0]['agents'][string]>,
  names: readonly string[],
) {
  for (const name of names) {
    if ((await coder.read(module)) !== 'active') return
    await coder.add(`Built payments-v1/${name}`, { tags: ['payments-v1'] })
  }
}
