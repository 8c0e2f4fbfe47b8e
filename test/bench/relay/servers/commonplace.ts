import { type RelayOptions, startRelay } from '@commonplace/relay'

// The rate limits protect rooms of strangers; the bench asks how fast the relay is. Everything else is as it ships.
const limits = { updatesPerSecond: 10_000_000, bytesPerSecond: 10_000_000_000 }
const { PORT, DATA, BENCH_KEYS, BENCH_TOKEN } = process.env

const everybody = { tenant: '*', space: '**', rights: ['discover', 'read', 'append'] } as const
const access: Pick<RelayOptions, 'tokens' | 'insecure'> =
  BENCH_KEYS === undefined
    ? { insecure: true }
    : {
        tokens: {
          keys: JSON.parse(BENCH_KEYS),
          policy: { version: 1, rules: [{ ...everybody, rights: [...everybody.rights] }] },
        },
      }

const port = Number(PORT)
await startRelay({ port, data: DATA!, ...access, limits, onFailure: () => process.exit(1) })

// A policy that has grown: most lines are about others.
for (let line = 0; BENCH_TOKEN !== undefined && line < 200; line++) {
  const statement = {
    do: 'grant',
    agent: line % 10 === 0 ? '*' : `agent-${line}`,
    space: `space-${line % 50}`,
    right: 'read',
  }
  const { status } = await fetch(`http://127.0.0.1:${port}/policy`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BENCH_TOKEN}` },
    body: JSON.stringify(statement),
  })
  if (status !== 201) throw new Error(`a statement was answered ${status}`)
}
