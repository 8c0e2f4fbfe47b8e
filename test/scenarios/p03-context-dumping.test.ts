import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { teamOfEachTest, untilSeen } from '../fixtures/memories'

const { open } = teamOfEachTest()

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
    await untilSeen(fulfilment, async () => (await fulfilment.getAll()).length === 6 * (turn + 1))

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
