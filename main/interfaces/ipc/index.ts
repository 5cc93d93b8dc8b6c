export { answerCalls } from './calls.ts'
export { sendEvents } from './events.ts'
