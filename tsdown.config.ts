import { defineConfig } from 'tsdown'

/** Every package as its own configuration says, in one process: apart, each would load the compiler. */
export default defineConfig({ workspace: ['packages/*'] })
