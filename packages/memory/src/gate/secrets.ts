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
  // What follows a hyphen belongs to such a key too: it is of base64url.
  { rule: 'token', pattern: /\bsk-(?:proj|svcacct|admin|ant|or)-[\w-]{20,256}/dg, isMeant: isMixed },
  {
    rule: 'token',
    pattern:
      /\b(?:gh[pousr]_\w{36,}|github_pat_\w{22,}|gl(?:pa|r|d)t-[\w-]{20,}|sk-(?:[a-z]{2,8}-){0,2}[A-Za-z0-9_]{20}[\w-]{0,236}|[rs]k_live_\w{16,}|whsec_[\w+/]{24,}=*|xox[abeprs][.-][\w.-]{10,}|xapp-[\w-]{20,}|npm_\w{36}|pypi-[\w-]{40,}|A[KS]IA[A-Z0-9]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,}|hf_[A-Za-z0-9]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|dop_v1_\w{64}|shp[acps][ats]_\w{32})/dg,
  },
  { rule: 'token', pattern: /\b(?:authorization: *)?bearer +([\w~+/.-]{20,4096}=*)/dgi, isMeant: isMixed },
  { rule: 'credential', pattern: /\bauthorization["']? *[:=] *["']?basic +([\w+/-]{8,4096}=*)/dgi, isMeant: isMixed },
  // No word boundary before it: DB_PASSWORD, dbPassword.
  {
    rule: 'credential',
    pattern:
      /(?:pass(?:word|wd|phrase)|(?:api|account|private)[ _-]?key|secret(?:[ _-]?access)?(?:[ _-]?key)?|(?:access|auth|api|refresh|session)[ _-]?token)["'`]?\s{0,8}(?:[:=]|\bis\b:?){1,3}\s{0,8}["'`]?([^\s"'`,;]{8,256})/dgi,
    isMeant: isTold,
  },
  { rule: 'credential', pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,64}:([^\s/@]{3,128})@\w/dgi },
  // What a letter follows or stands before is none: one UUID in eight thousand, or number in hexadecimal, begins as a card does.
  { rule: 'card', pattern: /(?<![\w.,-])[2-6]\d(?:[ \u00a0-]?\d){11,17}(?![\w-]|[.,]\d)/dg, isMeant: isCard },
]

/** What could not stand before any of these cannot be in the text: most texts are passed over at once. */
const hints =
  /-----BEGIN|eyJ|[_-]|AKIA|ASIA|AIza|SG\.|ya29|bearer|basic|pass|secret|key|token|:\/\/|\d[\d \u00a0-]{11}/i

/**
 * The secrets in a text, in order, none within another: private key blocks, JWTs, tokens with the prefix of their issuer,
 * what is named a password or key, passwords in addresses, card numbers.
 *
 * @param name the property that the text is the value of: it may say that this is a password
 */
export function secretsIn(text: string, name?: string): FoundSecret[] {
  if (name === undefined) return foundIn(text)
  const before = `${name}: `.length
  const found = foundIn(`${name}: ${text}`).filter(({ from }) => from >= before)
  return found.map(({ rule, from, to }) => ({ rule, from: from - before, to: to - before }))
}

function foundIn(text: string): FoundSecret[] {
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
  return sorts > 1 && /\d|[A-Z].*[A-Z]|[^A-Za-z0-9._-]/.test(secret)
}

/** What names the place of a secret is none: a variable, a placeholder, an address, a file. */
const elsewhere =
  /^(?:\$(?:[A-Z_][A-Z0-9_]*$|[{(])|\{\{|<.*>$|\[redacted|[a-z][a-z0-9+.-]*:\/\/|[~.]{0,2}(?:\/{1,2}[a-z0-9._-]+)+\/?$|(?:process|import\.meta|os|env|secrets)\.)/

/** Words are no password by their form, run together in code or not: a type, a call, a constant to be replaced. */
const inWords = /^(?:[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*(?:\(.*)?|[A-Z]+(?:_[A-Z]+)+|\([a-z]+)$/

/** A value that is called a password or a key. */
function isTold(secret: string): boolean {
  // What ends the sentence is no sort of character of a password.
  const bare = secret.replace(/[.!?)]+$/, '')
  return isMixed(bare) && !inWords.test(bare) && !elsewhere.test(secret)
}

/** 13 to 19 digits that pass the check, with the first digits of an issuer of cards; a run of one digit is none. */
function isCard(written: string): boolean {
  const digits = written.replaceAll(/[ \u00a0-]/g, '')
  const isIssued = /^(?:4|5[1-5]|2[2-7]|3[47]|3[068]|35|6)/.test(digits) && new Set(digits).size > 1
  return digits.length >= 13 && digits.length <= 19 && isIssued && passesLuhn(digits)
}
