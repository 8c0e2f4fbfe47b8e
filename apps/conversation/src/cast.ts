import type { AgentNews, AgentVerbs } from './agent/agent-verbs'
import type { Conversation } from './conversation'
import { StartedProcess } from './process/started-process'
import type { RunFolder } from './run-folder'

/** What a run offers to its conversations. */
export interface Stage {
  /** WebSocket address of the relay. */
  readonly relay: string
  readonly folder: RunFolder
  /** All conversations of the run. */
  readonly conversations: readonly Conversation[]
}

/** One agent of a conversation, in a process of its own. */
export interface Member {
  readonly name: string
  /** Whose turns it writes; the late agent speaks for nobody. */
  readonly speaker: string | undefined
  readonly folder: string
  readonly process: StartedProcess<AgentVerbs>
  /** Opens its memory. */
  open(): Promise<void>
}

/** The agents of a conversation: one a speaker, and one who comes when everything has been said. */
export interface Cast {
  readonly first: Member
  readonly second: Member
  readonly late: Member
}

/** Starts the processes; their memories are opened when the script says so. `onWritten` hears of every turn written. */
export function startCast(conversation: Conversation, stage: Stage, onWritten: () => void): Cast {
  const place = stage.conversations.indexOf(conversation)
  const start = (part: number, speaker?: string): Member => {
    const name = speaker ?? lateName(conversation)
    const folder = stage.folder.agent(place * 3 + part, name)
    const process = new StartedProcess<AgentVerbs>(name, new URL('./agent/main.ts', import.meta.url), news => {
      if ((news as AgentNews).written) onWritten()
    })
    const options = { agent: name, speaker: speaker ?? '', relay: stage.relay, store: folder, tenant: conversation.id }
    return { name, speaker, folder, process, open: () => process.call('open', options) }
  }
  const [one, two] = conversation.speakers
  return { first: start(1, one), second: start(2, two), late: start(3) }
}

/** What the late agent is called; not what a speaker is called. */
function lateName({ speakers }: Conversation): string {
  return speakers.includes('Newcomer') ? 'Another newcomer' : 'Newcomer'
}
