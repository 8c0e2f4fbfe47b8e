import { customerService } from '../worlds/customer-service'
import { demo } from './demo'

await demo(customerService)
