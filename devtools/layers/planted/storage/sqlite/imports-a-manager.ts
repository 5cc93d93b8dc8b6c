import type { x } from '../../core/messages/index.ts'
export type Planted = typeof x
