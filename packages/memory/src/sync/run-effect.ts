import type { Receipt } from '@commonplace/protocol'
import { applyAll } from './apply'
import { describe } from './described-update'
import { loadOffers, rebuildJournal } from './jobs'
import { learnBindings } from './learn-bindings'
import { learnReceptions } from './learn-receptions'
import { relayOrigin } from './origins'
import { refusalOf } from './refusal'
import type { ReplicaCore } from './replica-core'
import type { SessionEffect } from './session-shape'
import { SyncError } from './sync-error'
import { tidyBase } from './tidy-base'
import { withinRoom } from './within-room'

/** Does one thing that the session decided on. */
export function runEffect(core: ReplicaCore, effect: SessionEffect): void {
  const { journal, port } = core
  switch (effect.type) {
    case 'join':
      port?.join(effect.join)
      break
    case 'send':
      port?.send(effect.frame)
      break
    case 'leave':
      port?.send({ type: 'leave', channel: effect.channel })
      break
    case 'wait':
      port?.wait(effect.attempt, effect.atLeastMs)
      break
    case 'violation':
      port?.fail(effect.message)
      break
    case 'take':
      take(core, effect)
      break
    case 'learn':
      journal.commit(batch => batch.learn(effect.updates))
      applyReceived(
        core,
        effect.updates.map(({ update }) => update),
      )
      tidyBase(core)
      break
    case 'settle':
      settle(core, effect.numbers)
      break
    case 'bind':
      learnBindings(core, effect.bindings)
      break
    case 'receive':
      learnReceptions(journal, core.receptions, effect.epoch, effect.receptions)
      break
    case 'allow':
      journal.commit(batch => batch.setMeta({ rights: effect.rights }))
      core.status.touch()
      break
    case 'part':
      if (journal.meta.sentUpTo === null) journal.commit(batch => batch.setMeta({ sentUpTo: journal.meta.n }))
      break
    case 'keep':
      keep(core, effect.receipts)
      break
    case 'rebuild':
      rebuildJournal(core, effect.cause)
      break
    case 'again':
      for (const frame of effect.frames) core.dispatch(frame)
      break
    case 'load-offers':
      loadOffers(core, effect.clients)
      break
    case 'offered': {
      const { restore, stranded } = journal.meta
      journal.commit(batch =>
        batch.setMeta({
          restore: restore.filter(client => !effect.clients.includes(client)),
          stranded: effect.areStranded ? [...stranded, ...effect.clients] : stranded,
        }),
      )
      break
    }
  }
}

/** The room's answer: base, outbox and what is known of the room move in one commit. */
function take(core: ReplicaCore, effect: Extract<SessionEffect, { type: 'take' }>): void {
  const { updates, there, removed, epoch, rights, restore, stranded, bindings } = effect
  const lost = removed.map(record => ({
    record,
    code: 'removed' as const,
    message: 'the room holds a deletion there',
    value: 0,
  }))
  learnBindings(core, bindings)
  core.journal.commit(batch => {
    for (const update of updates) batch.learn([update])
    for (const parked of lost) batch.park(parked)
    batch.dropWrites(new Set([...there, ...removed].map(({ n }) => n)))
    const before = epoch === core.journal.meta.epoch ? core.journal.meta.stranded : []
    batch.setMeta({ epoch, rights, restore, stranded: [...before, ...stranded], sentUpTo: null })
  })
  core.acknowledge(there)
  for (const parked of lost) core.refuse(refusalOf(parked))
  applyReceived(
    core,
    updates.map(({ update }) => update),
  )
  tidyBase(core)
}

/** Receipts are kept; that of another id than one's own is for the next fresh one. */
function keep(core: ReplicaCore, receipts: readonly Receipt[]): void {
  const { journal } = core
  const spare = receipts.find(({ client }) => !journal.own.has(client))
  journal.commit(batch => {
    for (const { client, mac } of receipts)
      if (journal.own.has(client) || client === spare?.client) batch.addOwn(client, mac)
    if (spare) batch.setMeta({ spare: spare.client })
  })
}

/** Acknowledged writes: from the outbox to the base in one commit. */
function settle(core: ReplicaCore, numbers: readonly number[]): void {
  const { journal, session, view } = core
  const settled = new Set(numbers)
  for (const record of journal.outbox) {
    // Had the rest come since it was sent, that would have been a new join.
    if (withinRoom(record, session, view) === record || !settled.delete(record.n)) continue
    record.isAnswered = true
    core.writes.reach([record.n], 'relay')
  }
  const records = journal.outbox.filter(({ n }) => settled.has(n))
  journal.commit(batch => {
    batch.learn(records.map(({ update }) => describe(update)))
    batch.dropWrites(settled)
    batch.setMeta({})
  })
  // An id that was nobody's is now theirs who brought what was written under it.
  const unbound = records.filter(({ client }) => !journal.bindings.has(client))
  learnBindings(
    core,
    unbound.map(({ client }) => ({ client, ...core.options.agent })),
  )
  core.acknowledge(records)
  tidyBase(core)
}

function applyReceived(core: ReplicaCore, updates: readonly Uint8Array[]): void {
  const { client } = core.journal.meta
  // Yjs takes another id by itself when somebody else writes under this one; that must not pass unnoticed.
  core.doc.clientID = client
  applyAll(core.doc, updates, relayOrigin)
  if (core.doc.clientID === client) return
  core.doc.clientID = client
  core.report(
    new SyncError('clients-collided', `somebody else writes to ${core.name} under its id ${client}`, {
      hint: 'a fresh id was taken; use one copy of a store',
    }),
  )
  core.dispatch({ type: 'collided' })
}
