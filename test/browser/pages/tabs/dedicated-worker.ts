import { serve } from './remote'

serve(globalThis as unknown as Parameters<typeof serve>[0])
