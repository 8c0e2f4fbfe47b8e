import { expect, test } from 'vitest'
import { redacted, type SecretRule, secretsIn } from './secrets'

const body = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'

test.each<[SecretRule, string, string]>([
  [
    'private-key',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nAAAA\n-----END RSA PRIVATE KEY-----',
    'the key is %, keep it',
  ],
  ['private-key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA', 'cut off: %'],
  [
    'jwt',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'use % today',
  ],
  ['token', `ghp_${body}`, 'push with %.'],
  ['token', `sk-proj-${body}`, 'OPENAI=%'],
  // Hyphens anywhere: all of it goes.
  ['token', `sk-proj-Ab1-${body}-x_${body}-`, 'OPENAI=%'],
  ['token', `sk-ant-api03-Ab1-${body}_${body}AA`, 'the key is % for now'],
  ['token', `sk-${body}-tail_9`, 'key %'],
  ['token', 'AKIAIOSFODNN7EXAMPLE', 'aws % there'],
  ['token', 'xapp-1-A0123-456-abcdef0123456789', 'slack %'],
  ['token', `dop_v1_${'a1'.repeat(32)}`, '%'],
  ['token', `pypi-AgEIcHlwaS5vcmc${body}`, 'upload with %'],
  ['token', `whsec_${body}`, 'stripe %'],
  ['token', `ya29.a0AfH6S-${body}`, 'google %'],
  ['token', body, 'Authorization: Bearer %'],
  ['credential', 'hunter2-Go', 'the password is %'],
  ['credential', 'Zx81-tape', 'api_key: "%"'],
  ['credential', 'hunter2-Go', 'DB_PASSWORD=%'],
  ['credential', 'hunter2-Go', '{"dbPassword":"%"}'],
  ['credential', 'hunter2-Go', 'password\t:\t% and more'],
  ['credential', 'hunter2-Go', 'password:\n  %'],
  ['credential', 'hunter2-Go', 'password = `%`'],
  ['credential', 'abcdEFGH12345678', 'export OPENAI_API_KEY=%'],
  ['credential', 'abcdEFGH12345678', 'the API key is %'],
  ['credential', 'abcdEFGH12345678', 'apikey=%'],
  ['credential', 'abcdEFGH12345678', 'refresh_token: "%"'],
  ['credential', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'AWS_SECRET_ACCESS_KEY=%'],
  ['credential', 'YWRhOmh1bnRlcjItR28xMjM0NQ==', 'Authorization: Basic %'],
  ['credential', 'Hunter2', 'redis://:%@cache:6379'],
  ['credential', 's3cr3t', 'postgres://ada:%@db.example.org/shop'],
  ['card', '4111 1111 1111 1111', 'paid with % on Monday'],
  ['card', '4111\u00a01111\u00a01111\u00a01111', 'paid with % on Monday'],
  ['card', '5500-0000-0000-0004', 'card %'],
  ['card', '378282246310005', 'amex %, expires soon'],
])('a %s is found, and nothing around it: %s', (rule, secret, frame) => {
  const text = frame.replace('%', secret)
  const found = secretsIn(text)
  expect(found.map(each => [each.rule, text.slice(each.from, each.to)])).toEqual([[rule, secret]])
  expect(redacted(text, found)).toBe(frame.replace('%', `[redacted ${rule}]`))
  expect(secretsIn(redacted(text, found))).toEqual([])
})

test.each([
  'Order 4111111111111112 fails the check of cards',
  'the parcel 12345678901234567890123 is on its way',
  'run 1f0c4002-1234-6123-8001-0abcdef12345 is done',
  // Both begin with 4567890123452, which passes the check.
  '45678901-2345-2abc-8001-0abcdef12345',
  'trace 4567890123452abc80010abcdef12345',
  'call +49 170 1234567 or 0049 89 123456789',
  'the password is forgotten, ask for a new one',
  'the secret is patience',
  'https://example.org/eyJ/page?token=yes',
  'the password issue-2041-b is closed',
  // Where it is kept may be said: the hint of the refusal asks for it.
  'DB_PASSWORD=$(pass db/password-2)',
  'password: $DB_PASSWORD_2',
  'api_key: process.env.API_KEY_2',
  'the api key is vault://shop/stripe-2',
  'password: /run/secrets/db_password_2',
  'password: <your-password-1>',
  'client_secret: {{secrets.CLIENT_2}}',
  'secretName: db-credentials-2',
  'sk-admin and sk-learn-with-a-long-name',
  'basic understanding of authorization',
  'Authorization: Basic authentication is required here',
  'api key: see 1Password://vault/item-2',
  'the passphrase is case-sensitive!',
  // Words, run together in code.
  'constructor(apiKey: ApiKeyProvider)',
  'accessToken: AccessToken',
  'passphrase: getPassphrase()',
  'SECRET_KEY=REPLACE_ME',
  'password:      (optional)',
  'sk-learn and ghp are short',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  '1 000 000 000 000 000 grains of rice',
  'team.0.4f2k9z.18 derives from team.0.4f2k9z.17',
  '4111111111111111.5 and 0.4111111111111111 are numbers',
])('%s: no secret', text => {
  expect(secretsIn(text)).toEqual([])
})

test('the name of a property says what its value is', () => {
  expect(secretsIn('hunter2-Go', 'dbPassword')).toEqual([{ rule: 'credential', from: 0, to: 10 }])
  expect(secretsIn('hunter2-Go', 'nickname')).toEqual([])
  expect(secretsIn('vault://shop/db-2', 'password')).toEqual([])
})

test('a long text without any costs little, and so does one that is full of beginnings', () => {
  const start = performance.now()
  expect(secretsIn('the order left the warehouse at noon, '.repeat(1_700))).toEqual([])
  expect(secretsIn('-----BEGIN PRIVATE KEY-----'.repeat(2_000))).toHaveLength(1)
  expect(secretsIn('eyJ-eyJ_'.repeat(8_000))).toEqual([])
  expect(secretsIn('4 1-'.repeat(16_000))).toEqual([])
  for (const start of [
    'password',
    'password:',
    'password is ',
    'secret access key',
    'sk-proj-',
    'authorization: basic ',
  ])
    secretsIn(start.repeat(4_000))
  expect(performance.now() - start).toBeLessThan(2_000)
})
