import type { x } from '../../storage/memory/engine.ts'
import 'imapflow'
import 'better-sqlite3'
import 'electron'
import 'dompurify'
import 'mailparser'
import 'mailauth'
export type Planted = typeof x
