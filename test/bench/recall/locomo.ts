import { readFile } from 'node:fs/promises'

/** One conversation of LoCoMo (Maharana et al., ACL 2024): what was said, and questions with the turns that answer them. */
export interface Conversation {
  readonly id: string
  readonly turns: readonly Turn[]
  readonly questions: readonly Question[]
}

export interface Turn {
  readonly id: string
  readonly speaker: string
  readonly text: string
  readonly session: number
  /** ms; the file dates sessions only, so turns are set half a minute apart. */
  readonly time: number
}

export interface Question {
  readonly text: string
  readonly category: Category
  /** What is to be answered, where the file says so. */
  readonly answer: string
  /** The turns that hold the answer: each by its id, or by those of its parts where it was cut. */
  readonly evidence: readonly (readonly string[])[]
}

export type Category = 'multi-hop' | 'temporal' | 'open-domain' | 'single-hop' | 'adversarial'
const categories: readonly Category[] = ['multi-hop', 'temporal', 'open-domain', 'single-hop', 'adversarial']

interface RawTurn {
  speaker: string
  dia_id: string
  text: string
  blip_caption?: string
}
interface RawConversation {
  sample_id: string
  conversation: Record<string, string | RawTurn[]>
  qa: { question: string; category: number; answer?: unknown; evidence?: unknown[] }[]
}

/** Reads a file of LoCoMo's shape; questions whose evidence names no turn are left out, as in the literature. */
export async function readLocomo(file: string): Promise<Conversation[]> {
  const raw = JSON.parse(await readFile(file, 'utf8')) as RawConversation[]
  return raw.map(each => {
    const turns = turnsOf(each.conversation)
    const known = new Set(turns.map(turn => turn.id))
    const questions = each.qa.flatMap((qa): Question[] => {
      const evidence = evidenceOf(qa.evidence ?? []).filter(id => known.has(id))
      const category = categories[qa.category - 1]
      return evidence.length === 0 || category === undefined
        ? []
        : [{ text: qa.question, category, answer: String(qa.answer ?? ''), evidence: evidence.map(id => [id]) }]
    })
    return { id: each.sample_id, turns, questions }
  })
}

function turnsOf(conversation: RawConversation['conversation']): Turn[] {
  const sessions = Object.keys(conversation).flatMap(key => /^session_(\d+)$/.exec(key)?.[1] ?? [])
  return sessions
    .map(Number)
    .sort((one, other) => one - other)
    .flatMap(session => {
      const start = timeOf(conversation[`session_${session}_date_time`] as string)
      return (conversation[`session_${session}`] as RawTurn[]).map((turn, at) => ({
        id: turn.dia_id,
        speaker: turn.speaker,
        text: turn.blip_caption === undefined ? turn.text : `${turn.text} [shares ${turn.blip_caption}]`,
        session,
        time: start + at * 30_000,
      }))
    })
}

/** "1:56 pm on 8 May, 2023" */
function timeOf(text: string): number {
  const [, hour, minute, half, day, month, year] = /(\d+):(\d+)\s*(am|pm) on (\d+) (\w+),? (\d+)/i.exec(text) ?? []
  const time = Date.parse(`${day} ${month} ${year} ${Number(hour) % 12}:${minute} ${half} UTC`)
  if (Number.isNaN(time)) throw new Error(`not a session date: ${text}`)
  return time
}

/** The ids in a list of evidence; a few entries hold several ("D8:6; D9:17") or pad their numbers. */
function evidenceOf(entries: readonly unknown[]): string[] {
  const ids = entries.flatMap(entry => [...String(entry).matchAll(/D:?(\d+):0*(\d+)/g)].map(([, s, t]) => `D${s}:${t}`))
  return [...new Set(ids)]
}

/** The names of those who talk; tools do not. */
export function speakersOf({ turns }: Conversation): string[] {
  return [...new Set(turns.map(turn => turn.speaker))].filter(name => name !== 'tool')
}
