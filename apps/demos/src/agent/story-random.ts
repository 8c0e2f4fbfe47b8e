/**
 * What an agent of a world makes its ids of: the same numbers at every playing, so that a packet, which cites by id, has as many
 * tokens every time. Each agent has its own, and each playing a tenant of its own, so no two writers meet under one id.
 *
 * @param seed names the agent
 */
export function storyRandom(seed: string): () => number {
  // FNV-1a, then mulberry32.
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
