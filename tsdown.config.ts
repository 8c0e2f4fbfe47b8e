import { defineConfig } from 'tsdown'

/** Every package as its own configuration says, in one process: seven would each load the compiler. */
export default defineConfig({ workspace: ['packages/*'] })
