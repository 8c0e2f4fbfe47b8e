import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { Conversation, PrivateNote, Question, Turn } from './conversation'
import { InputError } from './input-error'
import { fileShape, type Sample, turnShape, whereItFails } from './locomo-shape'
import { parseSessionTime } from './session-time'

const shapeHint =
  'give a file in the shape of LoCoMo, [{ "sample_id", "conversation": { "speaker_a", "speaker_b", "session_1_date_time", "session_1": [{ "speaker", "dia_id", "text" }] }, "qa": [{ "question", "category", "evidence" }] }], or leave --data out for the conversation that is shipped'

const msPerTurn = 30_000

/**
 * Reads a file in the shape of LoCoMo.
 *
 * @throws InputError when the file is missing, is no JSON, has another shape, or has no question that can be used
 */
export async function readConversations(path: string): Promise<Conversation[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new InputError(`there is no file ${path}`, 'check the path given with --data')
    throw new InputError(`${path} cannot be read: ${error.message}`, 'give a file that you may read with --data')
  })
  return parseConversations(text, path)
}

/** As `readConversations`, from the text of the file; `name` is what messages call it. */
export function parseConversations(text: string, name: string): Conversation[] {
  const file = v.safeParse(fileShape, parseJson(text, name))
  if (!file.success) throw new InputError(`${name}: ${whereItFails(file.issues)}`, shapeHint)
  const conversations = file.output.map((sample, index) => readSample(sample, index, name))
  const ids = new Set<string>()
  for (const { id } of conversations) {
    if (ids.has(id))
      throw new InputError(`${name}: two conversations are called "${id}"`, 'give each its own sample_id')
    ids.add(id)
  }
  if (!conversations.some(({ questions }) => questions.some(({ category }) => category < 5)))
    throw new InputError(
      `${name} has no usable question`,
      'at least one question of category 1 to 4 needs "evidence" that names turns of its conversation, such as ["D1:3"]',
    )
  return conversations
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(`${name} is not JSON: ${(error as Error).message}`, shapeHint)
  }
}

function readSample(sample: Sample, index: number, name: string): Conversation {
  const speakers = [sample.conversation.speaker_a, sample.conversation.speaker_b] as const
  const turns = readTurns(sample, index, name)
  const ids = new Set(turns.map(({ id }) => id))
  const questions = sample.qa.flatMap(({ question, category, evidence }): Question[] => {
    const present = evidenceIds(evidence ?? []).filter(id => ids.has(id))
    return present.length > 0 ? [{ text: question, category, evidence: present }] : []
  })
  const notes = sample.private_notes ?? []
  const check = (fine: boolean, what: string, hint: string) => {
    if (!fine) throw new InputError(`${name}: conversation "${sample.sample_id}" ${what}`, hint)
  }
  check(turns.length > 0, 'has no turns', shapeHint)
  check(ids.size === turns.length, 'has two turns with one dia_id', 'number the turns of a session D<session>:<turn>')
  check(speakers[0] !== speakers[1], 'has only one speaker', 'give speaker_a and speaker_b different names')
  for (const { speaker } of [...turns, ...notes])
    check(speakers.includes(speaker), `has words of "${speaker}"`, 'only speaker_a and speaker_b may speak')
  for (const note of notes) check(isCanary(note, turns), `has a bad canary "${note.canary}"`, canaryHint)
  return { id: sample.sample_id, speakers, turns, notes, questions, skipped: sample.qa.length - questions.length }
}

const canaryHint = 'a canary is a word that stands in its private note and in no turn'

function isCanary({ text, canary }: PrivateNote, turns: readonly Turn[]): boolean {
  return text.includes(canary) && !turns.some(({ content }) => content.includes(canary))
}

function readTurns(sample: Sample, index: number, name: string): Turn[] {
  const numbers = Object.keys(sample.conversation)
    .flatMap(key => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
  return numbers.flatMap(session => {
    const said = sample.conversation[`session_${session}`]
    if (!Array.isArray(said))
      throw new InputError(`${name}: [${index}].conversation.session_${session}: no list`, shapeHint)
    const from = parseSessionTime(String(sample.conversation[`session_${session}_date_time`]))
    if (from === undefined)
      throw new InputError(
        `${name}: [${index}].conversation.session_${session}_date_time: no time`,
        'write it like "1:56 pm on 8 May, 2023"',
      )
    return said.map((value: unknown, position): Turn => {
      const turn = v.safeParse(turnShape, value)
      if (!turn.success) {
        const path = [index, 'conversation', `session_${session}`, position]
        throw new InputError(`${name}: ${whereItFails(turn.issues, path)}`, shapeHint)
      }
      const { dia_id: id, speaker, text, blip_caption: caption } = turn.output
      const content = caption ? `${text} [shares ${caption}]`.trim() : text
      if (content.trim() === '')
        throw new InputError(`${name}: turn ${id} says nothing`, 'give every turn a text, or a blip_caption')
      return { id, speaker, content, session, at: from + position * msPerTurn }
    })
  })
}

/** The turn ids in what a file gives as evidence; some files hold several in one string ("D8:6; D9:17") or a stray colon. */
function evidenceIds(evidence: readonly string[]): string[] {
  const ids = evidence.flatMap(text =>
    [...text.matchAll(/D:?(\d+):0*(\d+)/g)].map(([, session, turn]) => `D${session}:${turn}`),
  )
  return [...new Set(ids)]
}
