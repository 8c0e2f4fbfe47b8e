import { type Memory, openMemory } from '@commonplace/memory'
import { type Relay, startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { afterEach, beforeEach, expect, test } from 'vitest'

let relay: Relay
const opened: Memory[] = []

beforeEach(async () => {
  relay = await startRelay({ data: memoryStorage(), insecure: true })
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
  await relay.close()
})

async function open(id: string): Promise<Memory> {
  const memory = await openMemory({ agent: { id }, relay: relay.url, storage: memoryStorage() })
  opened.push(memory)
  return memory
}

function until(memory: Memory, check: () => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => check().then(seen => seen && resolve(), reject)
    memory.on('change', look)
    look()
  })
}

const goods = [
  'a kettle',
  'a lamp',
  'two chairs',
  'a mirror',
  'a carpet',
  'a clock',
  'a desk',
  'a sofa',
  'a vase',
  'a bed',
]
const towns = ['Porto', 'Oslo', 'Turin', 'Gdansk', 'Lyon', 'Bergen', 'Malaga', 'Graz', 'Cork', 'Tartu']
/** What support writes down in one turn about one order, ten sentences or so. */
const turnOf = (turn: number) => [
  `Order ${100 + turn} is ${goods[turn]}, to be sent to ${towns[turn]}`,
  `The customer of order ${100 + turn} pays by ${turn % 2 ? 'card' : 'invoice'}`,
  `Order ${100 + turn} was packed at bench ${turn + 3} and weighs ${turn + 2} kilograms`,
  `The customer of order ${100 + turn} asked whether ${goods[turn]} can be left with a neighbour`,
  `The driver for ${towns[turn]} leaves at ${6 + turn} in the morning`,
  `Somebody called about the invoice of order ${100 + turn} and was told to wait for the letter`,
]

test('P3 over ten turns the tokens handed over stay flat while the transcript grows with every turn', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  const budget = 500
  const transcript: number[] = []
  const packets: number[] = []
  const news: number[] = []
  let said = ''
  let since: string | undefined
  for (let turn = 0; turn < 10; turn++) {
    for (const text of turnOf(turn)) {
      await support.add(text, { run: `order-${100 + turn}` })
      said += `support: ${text}\n`
    }
    await support.sync.flush('relay')
    await until(fulfilment, async () => (await fulfilment.getAll()).length === 6 * (turn + 1))

    const query = `where is order ${100 + turn} to be sent, and what does it weigh?`
    const packet = await fulfilment.context({ query, budget })
    expect(packet.text).toContain(`to be sent to ${towns[turn]}`)
    expect(packet.text).toContain(`weighs ${turn + 2} kilograms`)
    const delta = await fulfilment.context({ query, budget, since })
    since = delta.cursor
    transcript.push(countTokens(said))
    packets.push(countTokens(packet.text))
    news.push(countTokens(delta.text))
  }
  expect(transcript[9]! / transcript[0]!).toBeGreaterThan(9)
  expect(Math.max(...packets, ...news)).toBeLessThanOrEqual(budget)
  const later = packets.slice(2)
  expect(Math.max(...later) - Math.min(...later)).toBeLessThan(60)
  expect(packets[9]!).toBeLessThan(transcript[9]! / 2)
})

test('P2 a packet shows both sides of a conflict, the same to every agent', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  support.sync.pause()
  await support.facts.assert('order/42/status', 'processing', { confidence: 0.6 })
  await fulfilment.facts.assert('order/42/status', 'shipped', { consistency: 'relay' })
  support.sync.resume()
  await support.sync.flush('relay')
  await until(support, async () => (await support.facts.conflicts()).length === 1)
  await until(fulfilment, async () => (await fulfilment.facts.conflicts()).length === 1)
  const ask = (memory: Memory) => memory.context({ query: 'what is the status of order 42?' })
  const [one, other] = [await ask(support), await ask(fulfilment)]
  expect(one.text).toBe(other.text)
  expect(JSON.parse(one.text.split('\n')[1] ?? '')).toMatchObject({
    fact: 'order/42/status',
    conflict: [
      { by: 'support', trust: 'plain, confidence 0.6', text: 'processing' },
      { by: 'fulfilment', trust: 'plain', text: 'shipped' },
    ],
  })
  expect(one.citations[0]?.authors.map(({ agent }) => agent)).toEqual(['support', 'fulfilment'])
})
