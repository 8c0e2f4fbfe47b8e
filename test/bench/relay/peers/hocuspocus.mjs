import { Server } from '@hocuspocus/server'

const { PORT, SQLITE } = process.env
const extensions = []
if (SQLITE) {
  const { SQLite } = await import('@hocuspocus/extension-sqlite')
  extensions.push(new SQLite({ database: SQLITE }))
}
await new Server({ port: Number(PORT), address: '127.0.0.1', quiet: true, extensions }).listen()
