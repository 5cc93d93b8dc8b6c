import type { x } from '../storage/memory/engine.ts'
import 'node:fs'
export type Planted = typeof x
