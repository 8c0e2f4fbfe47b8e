import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'tsdown'

const styles = join(import.meta.dirname, 'src/styles')

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  tsconfig: '../../tsconfig.packages.json',
  dts: { eager: true },
  platform: 'neutral',
  fixedExtension: true,
  copy: ({ outDir }) => ({ from: 'src/styles/index.d.mts', to: join(outDir, 'styles') }),
  hooks: {
    // One file: where CSS is taken as text, as Rollup's plugins and a constructed stylesheet take it, `@import` finds nothing.
    'build:done': ({ options: { outDir } }) => {
      const read = (file: string) => readFileSync(join(styles, file), 'utf8')
      const whole = read('index.css').replaceAll(/^@import "(.*)";$/gm, (_, file: string) => read(file))
      writeFileSync(join(outDir, 'styles/index.css'), whole)
    },
  },
})
