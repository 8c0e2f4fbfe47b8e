import { serve } from './remote'

addEventListener('connect', event => serve((event as MessageEvent).ports[0]!))
