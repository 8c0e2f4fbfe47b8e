import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as aiSdk from '@commonplace/ai-sdk'
import * as langgraph from '@commonplace/langgraph'
import * as mcp from '@commonplace/mcp'
import * as mem0 from '@commonplace/mem0'
import * as memory from '@commonplace/memory'
import * as openaiAgents from '@commonplace/openai-agents'
import * as protocol from '@commonplace/protocol'
import * as react from '@commonplace/react'
import * as relay from '@commonplace/relay'
import * as storage from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { memoryStorage } from '@commonplace/storage/memory'
import * as tools from '@commonplace/tools'
import * as wordTable from '@commonplace/word-table'
import * as mcpClient from '@modelcontextprotocol/client'
import * as agentsCore from '@openai/agents-core'
import * as ai from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { transformWithOxc } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import * as inspector from '../../packages/inspector/src/index'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const readmeOf = (name: string) => readFileSync(join(packages, name, 'README.md'), 'utf8')

/** The first program of a page. */
function programOf(name: string): string {
  const [, code] = /^```(?:tsx?|js)\n(.*?)^```/ms.exec(readmeOf(name)) ?? []
  if (code === undefined) throw new Error(`the README of ${name} begins with no program`)
  return code
}

/** What stands for a model where a page says `./model`. */
function modelThatSays(text: string) {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  }
  const finishReason = { unified: 'stop', raw: 'stop' } as const
  return new MockLanguageModelV4({
    doGenerate: { content: [{ type: 'text', text }], finishReason, usage, warnings: [] },
  })
}

/** What stands for a model where a page says `./agents-model`. */
function agentsModelThatSays(text: string): agentsCore.Model {
  const content = [{ type: 'output_text' as const, text }]
  const output = [{ type: 'message' as const, role: 'assistant' as const, status: 'completed' as const, content }]
  return {
    getResponse: async () => ({ usage: new agentsCore.Usage(), output }),
    getStreamedResponse: () => {
      throw new Error('nothing is streamed here')
    },
  }
}

/** Runs a program; what it keeps on disk goes into a folder of the test. @returns what it printed, and its `App` if it has one */
async function run(program: string) {
  const folder = await mkdtemp(join(tmpdir(), 'readme-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const opened: memory.Memory[] = []
  onTestFinished(async () => void (await Promise.all(opened.map(each => each.close()))))
  const modules: Record<string, object> = {
    '@commonplace/memory': {
      async openMemory(options: memory.OpenOptions) {
        const own = await memory.openMemory({ ...options, storage: memoryStorage() })
        opened.push(own)
        return own
      },
    },
    '@commonplace/relay': {
      startRelay: (options: relay.RelayOptions) => relay.startRelay({ ...options, data: folder }),
    },
    '@commonplace/storage/lmdb': { openLmdbStorage: () => openLmdbStorage({ path: folder }) },
    '@commonplace/protocol': protocol,
    '@commonplace/storage': storage,
    '@commonplace/word-table': wordTable,
    '@commonplace/react': react,
    '@commonplace/inspector': inspector,
    '@commonplace/ai-sdk': aiSdk,
    ai,
    '@commonplace/langgraph': langgraph,
    '@commonplace/mem0': mem0,
    '@commonplace/openai-agents': openaiAgents,
    '@openai/agents-core': agentsCore,
    './agents-model': { model: agentsModelThatSays('It was shipped.') },
    './model': { model: modelThatSays('By e-mail.') },
    '@commonplace/mcp': mcp,
    '@commonplace/tools': tools,
    '@modelcontextprotocol/client': mcpClient,
    '@modelcontextprotocol/server': mcpClient,
    yjs: Y,
  }
  const body = program
    .replaceAll(/^import '.*\.css'$/gm, '')
    .replaceAll(/^import \* as (\w+) from ('.*')$/gm, 'const $1 = modules[$2]')
    .replaceAll(/^import (\{.*\}) from ('.*?')( \/\/.*)?$/gm, 'const $1 = modules[$2]')
    .replaceAll(/^export /gm, '')
  const hasApp = body.includes('function App(')
  const source = `async function program(modules, console, React) {\n${body}\nreturn ${hasApp ? 'App' : 'undefined'}\n}`
  const jsx = { runtime: 'classic' } as const
  const { code } = await transformWithOxc(source, 'program.tsx', { jsx })
  const printed: string[] = []
  const console = { log: (...words: unknown[]) => printed.push(words.join(' ')) }
  const App = await new Function(`${code}\nreturn program`)()(modules, console, { createElement, Fragment: 'div' })
  return { printed, App: App as (() => React.ReactNode) | undefined }
}

const withPage = ['react', 'inspector']
const plain = readdirSync(packages).filter(name => !withPage.includes(name))

test.each(plain)('the first program of %s prints what it says', async name => {
  const program = programOf(name)
  const said = [...program.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, text]) => text)
  expect(said.length).toBeGreaterThan(0)
  expect((await run(program)).printed).toEqual(said)
})

test.each(withPage)('the first page of %s is drawn', async name => {
  const { App } = await run(programOf(name))
  expect(renderToString(createElement(App!))).toContain('Opening')
})

interface Manifest {
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>
}

/** What a package wants beside it, with what it depends on and without. */
function wantedBy(name: string) {
  const manifest: Manifest = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'))
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
  const peers = Object.keys(peerDependencies).filter(peer => !peerDependenciesMeta[peer]?.optional)
  return { peers, all: [...Object.keys(dependencies), ...peers] }
}

const scope = '@commonplace/'

/** Packages of ours and all of ours that they stand on. */
function oursBelow(names: readonly string[]): string[] {
  const found = new Set(names)
  // Grows while it is walked over.
  for (const each of found)
    for (const next of wantedBy(each).all) if (next.startsWith(scope)) found.add(next.slice(scope.length))
  return [...found]
}

/** What a page has installed from a registry. */
function installedBy(name: string): string[] {
  const [, line = ''] = /^ {4}npm install (@commonplace.*)$/m.exec(readmeOf(name)) ?? []
  return line.split(' ')
}

test.each(readdirSync(packages))('%s says how it is installed, with all that it wants beside it', name => {
  expect(installedBy(name)).toEqual(expect.arrayContaining([scope + name, ...wantedBy(name).peers]))
})

test.each(readdirSync(packages))(
  '%s says which tarballs that is, since npm would ask a registry for one left out',
  name => {
    const [, several, one, beside = ''] =
      /^ {4}npm install \.\.\/commonplace\/dist\/commonplace-(?:\{(.*)\}|([\w-]+))\.tgz(.*)$/m.exec(readmeOf(name)) ??
      []
    const tarballs = several?.split(',') ?? [one]
    const installed = installedBy(name)
    const ours = installed.filter(each => each.startsWith(scope)).map(each => each.slice(scope.length))
    expect(tarballs.toSorted()).toEqual(oursBelow(ours).toSorted())
    expect(beside.split(' ').filter(Boolean)).toEqual(installed.filter(each => !each.startsWith(scope)))
  },
)
