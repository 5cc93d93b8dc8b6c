import type { x } from '../../storage/memory/engine.ts'
import { readFile } from 'node:fs'
import 'react'
export type Planted = typeof x
export const planted = readFile
