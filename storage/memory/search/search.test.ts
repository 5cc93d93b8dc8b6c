import { searchSuite } from '../../contracts/suite/search.suite.ts'
import { createMemoryStores } from '../index.ts'

searchSuite('memory', async () => createMemoryStores())
