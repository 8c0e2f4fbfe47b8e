import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright'

const patienceMs = 20_000

/**
 * Ends shared workers as a browser may: nobody is told. Resolves when they are gone.
 *
 * @param isMeant by its name and the address of its file
 * @returns how many there were
 */
export async function endSharedWorkers(
  browser: Browser,
  isMeant: (worker: { readonly title: string; readonly url: string }) => boolean,
): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const sharedWorkers = async () => {
    const { targetInfos } = await session.send('Target.getTargets')
    return targetInfos.filter(({ type }) => type === 'shared_worker')
  }
  const meant = (await sharedWorkers()).filter(isMeant)
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'self.close()' } })
  for (const { targetId } of meant) {
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
    await session.send('Target.sendMessageToTarget', { sessionId, message })
  }
  // A session that ends at once may take what was sent with it. Another worker has another id.
  const ids = new Set(meant.map(({ targetId }) => targetId))
  const areThere = async () => (await sharedWorkers()).some(({ targetId }) => ids.has(targetId))
  const deadline = Date.now() + patienceMs
  while (await areThere()) {
    if (Date.now() > deadline) throw new Error(`a shared worker was there ${patienceMs / 1000} s after it was ended`)
    await pause(20)
  }
  await session.detach()
  return meant.length
}
