export { createFindSent } from './find-sent.ts'
export { createOutboxAgent, type OutboxAgent, type OutboxAgentDependencies } from './outbox.ts'
