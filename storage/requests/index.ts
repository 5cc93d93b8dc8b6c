export { type Answer, answer, type Operations, type Request } from './answer.ts'
