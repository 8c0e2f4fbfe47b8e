export { requestCalls } from './calls'
export { requestClaim, requestOnce, requestResult } from './requests'
export { TaskBoard } from './task-board'
