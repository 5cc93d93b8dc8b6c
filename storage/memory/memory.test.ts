import { describeStores } from '../contracts/suite/stores.suite.ts'
import { createMemoryStores } from './index.ts'

describeStores('memory', async () => createMemoryStores())
