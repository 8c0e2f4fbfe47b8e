import { overwritten, secretHolders, tokensRead, toolCalls } from '../run/counts'
import { shopTools } from './shop-tools'
import type { World } from './world'

const status = 'order/42/status'
const plan = 'customer/ada/plan'
const secret = {
  label: 'payment',
  owner: 'billing',
  space: 'billing',
  content: 'Ada pays by card ending 4417',
  canary: 'card ending 4417',
}

/** A shop: one customer, one order, four agents. */
export const customerService: World = {
  id: 'customer-service',
  title: 'Customer service',
  summary: 'A plan changes, a card stays where it belongs, and two answers about one order meet.',
  day: '2026-11-20',
  members: [
    { id: 'orchestrator', where: 'tab', does: 'Plans the work of the others', capabilities: ['planning'] },
    { id: 'support', where: 'tab', does: 'Talks to customers', capabilities: ['customer-contact'] },
    { id: 'billing', where: 'tab', does: 'Plans, invoices and payments', capabilities: ['plan-change', 'payment'] },
    { id: 'fulfilment', where: 'handheld', does: 'Stock, parcels and carriers', capabilities: ['shipping'] },
  ],
  spaces: [
    { name: 'team' },
    { name: 'playbook', writers: ['orchestrator'], readers: ['support', 'billing', 'fulfilment'] },
    { name: 'orders', writers: ['fulfilment', 'support'], readers: ['orchestrator'] },
    { name: 'billing', writers: ['billing'] },
  ],
  facts: [
    { key: status, space: 'team', none: 'none yet' },
    { key: plan, space: 'team', none: 'none yet' },
  ],
  secret,
  away: 'fulfilment',
  dispute: {
    key: status,
    sides: [
      ['fulfilment', 'returned'],
      ['support', 'delivered'],
    ],
  },
  tools: shopTools,
  steps: [
    {
      at: '13:51:58',
      short: 'Open',
      title: 'Four agents open one memory',
      now: 'Each agent holds a complete copy of what it may read, and registers what it can do. Nobody keeps a list of the others.',
      without:
        'Each agent starts with an empty page and a list of the others in its prompt, which somebody has to keep.',
      code: "memory.team.register({\n  capabilities: ['plan-change'] })",
      doing: {
        orchestrator: 'Registers: plans the work',
        support: 'Registers: talks to customers',
        billing: 'Registers: plans, invoices, payments',
        fulfilment: 'Registers: stock, parcels, carriers',
      },
      async play({ agents }) {
        const { orchestrator, billing } = agents
        await Promise.all(
          customerService.members.map(({ id, does, capabilities }) => agents[id]!.register(does, capabilities)),
        )
        await orchestrator!.add('Confirm a plan change by the channel the customer used', { space: 'playbook' })
        await billing!.add('A plan change takes effect with the next invoice', { kind: 'semantic' })
        await billing!.assert(plan, 'monthly')
      },
    },
    {
      at: '13:52:10',
      short: 'Ada asks',
      title: 'Ada asks two things',
      now: 'Support writes down what Ada said. When the relay has it on disk, every agent has it too and can find it.',
      without: 'The question stays in support’s transcript. To involve anybody, all of it is pasted again.',
      code: "memory.add(\n  'Ada asks where order 42 is, …')",
      doing: { support: '“Where is order 42? And please move me to the annual plan.”' },
      async play({ agents: { support } }) {
        await support!.add('Ada asks where order 42 is, and wants the annual plan', { tags: ['ada', 'order-42'] })
      },
    },
    {
      at: '13:52:40',
      short: 'Who knows',
      title: 'Who knows about plan changes?',
      now: 'The directory answers from what agents wrote: billing. Support asks its own replica; nothing goes over the network.',
      without: 'Support guesses, or asks everyone. Two of three read a question that they cannot answer.',
      code: "memory.team.whoKnows('plan change')",
      doing: { support: 'Asks the directory who knows about plan changes', billing: 'Is named by the directory' },
      async play({ agents: { support } }) {
        await support!.whoKnows('plan change invoice')
      },
    },
    {
      at: '13:53:02',
      short: 'Plan',
      title: 'The new plan is known everywhere',
      now: 'Billing changes the plan and asserts it as a fact. Support can confirm it, fulfilment packs accordingly.',
      without: 'Until somebody tells it, fulfilment still sees monthly, and charges Ada for delivery.',
      code: "memory.facts.assert(\n  'customer/ada/plan', 'annual')",
      doing: {
        support: 'Reads annual, and confirms it to Ada',
        billing: 'Moves Ada from monthly to annual',
        fulfilment: 'Reads annual: delivery is free',
      },
      async play({ agents: { billing, support, fulfilment } }) {
        const moved = await billing!.add('Ada moved from monthly to annual', { tags: ['ada'] })
        await billing!.assert(plan, 'annual', { evidence: [moved] })
        await support!.read(plan)
        await fulfilment!.read(plan)
      },
    },
    {
      at: '13:53:03',
      short: 'Card',
      title: 'Her card is known nowhere else',
      now: 'Billing keeps the payment method in its own space. Support asks for that space and is told what it would be told of one that does not exist: unknown-room. No byte of the card is in another replica.',
      without: 'The card lands in the transcript, which four agents, and every log of it, can read.',
      code: "memory.add('Card ending 4417',\n  { space: 'billing' })",
      doing: { support: 'Asks for the space billing: unknown-room', billing: 'Stores the payment method' },
      async play({ agents: { billing, support } }) {
        await billing!.add(secret.content, { space: secret.space, sensitivity: 'confidential' })
        await support!.knock(secret.space)
      },
    },
    {
      at: '13:55:00',
      short: 'Six calls',
      title: 'Six calls become three',
      now: 'Orchestrator and support need the same three answers at the same time. One of them runs each call under a lease of the relay, both get the full result.',
      without: 'Both call orders-api, carrier-api and profile-api: six calls, six bills.',
      code: "memory.work.once(\n  ['orders-api', '42'], fetchOrder)",
      doing: {
        orchestrator: 'Needs the order, its carrier and Ada’s profile',
        support: 'Needs the order, its carrier and Ada’s profile',
      },
      async play({ agents: { orchestrator, support } }) {
        const calls = [
          ['orders-api', 'order 42'],
          ['carrier-api', 'northway'],
          ['profile-api', 'ada'],
        ] as const
        await Promise.all(calls.flatMap(([tool, of]) => [orchestrator!.call(tool, of), support!.call(tool, of)]))
        await support!.add('Orders API: order 42 is processing, as of 13:55', {
          space: 'orders',
          source: { type: 'tool', name: 'orders-api' },
        })
      },
    },
    {
      at: '13:57:31',
      short: 'Dead spot',
      title: 'Fulfilment walks into a dead spot',
      now: 'Order 42 is packed, and known to be. Then the handheld loses its connection at dock 3. It keeps its whole memory.',
      without: 'The next write fails, or waits in a queue that nobody can look into.',
      code: "memory.sync.status.subscribe(render)\n// connection: 'paused'",
      doing: { fulfilment: 'Packs carton C. Connection lost at dock 3' },
      async play({ agents: { fulfilment } }) {
        await fulfilment!.add('Carton C packed, 2.4 kg', { space: 'orders', tags: ['order-42'] })
        await fulfilment!.assert(status, 'packed')
        await fulfilment!.leave()
      },
    },
    {
      at: '13:58:04',
      short: 'Scan',
      title: 'A scan, offline',
      now: 'Fulfilment scans the parcel and asserts shipped. What it wrote is in its own replica, can be searched there, and waits for the relay.',
      without: 'The scan waits in a queue. Until it is back, the handheld itself still reads packed.',
      code: "memory.facts.assert(\n  'order/42/status', 'shipped',\n  { evidence: [scan.id] })",
      doing: { fulfilment: 'Scans parcel NW-7741-20 on its way out' },
      async play({ agents: { fulfilment }, notes }) {
        const scan = await fulfilment!.add('Scan at dock 3: parcel NW-7741-20, order 42', {
          space: 'orders',
          source: { type: 'sensor', name: 'dock-3' },
        })
        notes.set('scan', scan)
        await fulfilment!.add('Order 42 shipped at 13:58 with Northway, arrives Monday', { derivedFrom: [scan] })
        await fulfilment!.assert(status, 'shipped', { evidence: [scan], confidence: 0.98 })
      },
    },
    {
      at: '13:59:20',
      short: 'Stale answer',
      title: 'Meanwhile, a stale answer',
      now: 'Support asserts processing from an API answer four minutes old. It cannot know better: the scan has not arrived.',
      without: 'The same happens. The difference comes next.',
      code: "memory.facts.assert(\n  'order/42/status', 'processing')",
      doing: { support: 'Asserts what orders-api said: processing', fulfilment: 'Loads the van' },
      async play({ agents: { support } }) {
        await support!.assert(status, 'processing', { confidence: 0.6, source: { type: 'tool', name: 'orders-api' } })
      },
    },
    {
      at: '14:02:40',
      short: 'Conflict',
      title: 'Two answers meet and neither is lost',
      now: 'Fulfilment is back. Its writes become durable, and every replica shows the same conflict: both values, their authors and their evidence.',
      without: 'Processing is newer, so it replaces shipped. Ada hears that her parcel has not left.',
      code: "memory.on('conflict',\n  ({ key, sides }) => ask(sides))",
      doing: {
        orchestrator: 'Holds the reply until the status is settled',
        support: 'Sees that its answer is disputed, by a scan',
        fulfilment: 'Back online. Sent what it wrote at the dock',
      },
      async play({ agents: { orchestrator, fulfilment } }) {
        await fulfilment!.come()
        await orchestrator!.add('Hold the reply to Ada until the status of order 42 is settled')
      },
    },
    {
      at: '14:03:31',
      short: 'Resolve',
      title: 'The scan settles it',
      now: 'Orchestrator resolves the fact: a scan outweighs a cached answer. The other side stays in the history.',
      without: 'There is nothing to resolve. The contradiction was never seen.',
      code: "memory.facts.resolve(\n  'order/42/status',\n  { value: 'shipped' })",
      doing: { orchestrator: 'Resolves the status as shipped' },
      async play({ agents: { orchestrator } }) {
        await orchestrator!.resolve(status, 'shipped', {
          reason: 'A scan outweighs an answer that was four minutes old',
        })
      },
    },
    {
      at: '14:03:33',
      short: 'Answer',
      title: 'Ada gets one answer',
      now: 'Support recalls a packet within 300 tokens and answers from it. Each line names its record, and through it the scan.',
      without:
        'Support reads the transcript again, tool answers and all, and answers from what is in the store: processing.',
      code: 'memory.context({ query, budget: 300 })',
      doing: { support: '“It left at 13:58 and arrives on Monday. Your annual plan is active.”' },
      async play({ agents: { support } }) {
        await support!.context('Where is order 42 of Ada, and which plan is she on?', 300)
        await support!.add('Ada was told: order 42 left at 13:58 and arrives on Monday', { tags: ['ada'] })
      },
    },
  ],
  figures: async played => [
    await toolCalls(played),
    await tokensRead(played),
    await secretHolders(played, 'Agents holding the card'),
    await overwritten(played),
  ],
}
