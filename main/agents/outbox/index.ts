export { createOutboxAgent, type OutboxAgent, type OutboxAgentDependencies } from './outbox.ts'
