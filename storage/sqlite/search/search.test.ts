import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { searchSuite } from '../../contracts/suite/search.suite.ts'
import { openSqliteStores } from '../index.ts'

const directory = mkdtempSync(join(tmpdir(), 'caliopen-search-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

searchSuite('SQLite', () => openSqliteStores({ directory }))
