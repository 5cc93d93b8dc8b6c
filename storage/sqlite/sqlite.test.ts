import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { describeStores } from '../contracts/suite/stores.suite.ts'
import { openSqliteStores } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'caliopen-sqlite-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describeStores('sqlite', () => openSqliteStores({ directory: mkdtempSync(join(root, 'data-')) }))
