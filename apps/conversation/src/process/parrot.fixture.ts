import { sendNews, serveVerbs } from './serve-verbs'

/** What the process of the tests offers. */
export type ParrotVerbs = {
  repeat(text: string): Promise<string>
  refuse(hint: string): Promise<void>
  die(code: number): Promise<void>
  listen(input: null): Promise<void>
}

const verbs: ParrotVerbs = {
  async repeat(text) {
    sendNews(`said ${text}`)
    return text
  },
  refuse: async hint => {
    throw Object.assign(new Error('no cracker'), { hint })
  },
  die: async code => process.exit(code),
  listen: () => new Promise(() => setInterval(() => {}, 1_000)),
}
serveVerbs(verbs)
