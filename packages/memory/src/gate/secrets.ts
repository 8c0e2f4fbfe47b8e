import { passesLuhn } from './luhn'

/** What is taken for a secret, by the rule that finds it. */
export type SecretRule = 'private-key' | 'jwt' | 'token' | 'credential' | 'card'

/** A secret in a text. */
export interface FoundSecret {
  readonly rule: SecretRule
  readonly from: number
  readonly to: number
}

interface Pattern {
  readonly rule: SecretRule
  /** The whole match is the secret, or its first group where it has one. */
  readonly pattern: RegExp
  readonly isMeant?: (secret: string) => boolean
}

/**
 * Patterns of what is a secret by its very form, and of what is called one. First those that may hold others. Formats: PEM
 * (RFC 7468), JWT (RFC 7519), the prefixes that issuers document for their tokens, ISO/IEC 7812 card numbers.
 */
const patterns: readonly Pattern[] = [
  {
    rule: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/dg,
  },
  { rule: 'jwt', pattern: /\beyJ[\w-]{8,512}\.eyJ[\w-]{8,4096}\.[\w-]{8,1024}/dg },
  {
    rule: 'token',
    pattern:
      /\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|sk-(?:[a-z]{2,8}-){0,2}[A-Za-z0-9_]{20,256}|[rs]k_live_\w{16,}|xox[abprs]-[\w-]{10,}|npm_\w{36}|AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|AIza[\w-]{35}|hf_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,})/dg,
  },
  { rule: 'token', pattern: /\b(?:authorization: *)?bearer +([\w~+/.-]{20,4096}=*)/dgi, isMeant: isMixed },
  {
    rule: 'credential',
    pattern:
      /\b(?:pass(?:word|wd|phrase)|api[_-]?key|secret(?:[_-]?key)?|access[_-]?token|client[_-]?secret)["']? *(?:[:=]|is:?)+ *["']?([^\s"',;]{8,256})/dgi,
    isMeant: isMixed,
  },
  { rule: 'credential', pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{1,64}:([^\s/@]{3,128})@\w/dgi },
  { rule: 'card', pattern: /(?<![\d.,-])[2-6]\d(?:[ -]?\d){11,17}(?![\d-]|[.,]\d)/dg, isMeant: isCard },
]

/** What could not stand before any of these cannot be in the text: most texts are passed over at once. */
const hints = /-----BEGIN|eyJ|[_-]|AKIA|ASIA|AIza|SG\.|bearer|pass|secret|:\/\/|\d[\d -]{11}/i

/**
 * The secrets in a text, in order, none within another: private key blocks, JWTs, tokens with the prefix of their issuer,
 * what is named a password or key, passwords in addresses, card numbers.
 */
export function secretsIn(text: string): FoundSecret[] {
  if (!hints.test(text)) return []
  const found: FoundSecret[] = []
  for (const { rule, pattern, isMeant } of patterns) {
    for (const { indices, ...match } of text.matchAll(pattern)) {
      const [from, to] = indices![1] ?? indices![0]!
      const isNew = !found.some(each => from < each.to && each.from < to)
      if (isNew && (isMeant?.(match[1] ?? match[0]!) ?? true)) found.push({ rule, from, to })
    }
  }
  return found.sort((a, b) => a.from - b.from)
}

/** The text with these secrets replaced by what they were. */
export function redacted(text: string, secrets: readonly FoundSecret[]): string {
  let left = ''
  let at = 0
  for (const { rule, from, to } of secrets) {
    left += `${text.slice(at, from)}[redacted ${rule}]`
    at = to
  }
  return left + text.slice(at)
}

/** Made of more than one sort of character, as words are not. */
function isMixed(secret: string): boolean {
  const sorts = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter(sort => sort.test(secret)).length
  return sorts > 1 && /\d|[A-Z].*[A-Z]|[^A-Za-z0-9._-]/.test(secret) && !secret.startsWith('[redacted')
}

/** 13 to 19 digits that pass the check, with the first digits of an issuer of cards; a run of one digit is none. */
function isCard(written: string): boolean {
  const digits = written.replaceAll(/[ -]/g, '')
  const isIssued = /^(?:4|5[1-5]|2[2-7]|3[47]|3[068]|35|6)/.test(digits) && new Set(digits).size > 1
  return digits.length >= 13 && digits.length <= 19 && isIssued && passesLuhn(digits)
}
