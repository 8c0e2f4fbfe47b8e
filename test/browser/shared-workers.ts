import type { Browser } from 'playwright'

/**
 * Ends shared workers as a browser may: nobody is told.
 *
 * @param isMeant by its name and the address of its file
 * @returns how many there were
 */
export async function endSharedWorkers(
  browser: Browser,
  isMeant: (worker: { readonly title: string; readonly url: string }) => boolean,
): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  const meant = targetInfos.filter(target => target.type === 'shared_worker' && isMeant(target))
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'self.close()' } })
  for (const { targetId } of meant) {
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
    await session.send('Target.sendMessageToTarget', { sessionId, message })
  }
  await session.detach()
  return meant.length
}
