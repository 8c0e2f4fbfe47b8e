import { fileURLToPath } from 'node:url'
import { installPeers, npm } from '../../../scripts/install-peers'
import { bundle } from '../bundle'
import { isInstalled, peersFolder, relayBundle } from './subjects'

/** Bundles our relay for plain Node, as a release would run: nothing is translated while it is measured. */
export async function bundleRelay(): Promise<void> {
  await bundle(fileURLToPath(new URL('./servers/commonplace.ts', import.meta.url)), relayBundle, 'commonplace')
}

/**
 * Installs the peers beside the bench, unless they are there already.
 *
 * @param withStores builds the store of Hocuspocus too, which needs a C++ compiler
 * @throws when npm fails
 */
export async function installRelayPeers(withStores: boolean): Promise<void> {
  await installPeers(peersFolder)
  if (withStores && !isInstalled('better-sqlite3/build/Release/better_sqlite3.node')) {
    process.stderr.write('building SQLite for Hocuspocus …\n')
    await npm(peersFolder, 'rebuild', 'better-sqlite3')
  }
}
