import { afterEach, beforeEach, describe } from 'vitest'
import type { Stores } from '../index.ts'
import { blobsSuite } from './blobs.suite.ts'
import { changeSetSuite } from './change-set.suite.ts'
import { discussionsSuite } from './discussions.suite.ts'
import { doctorSuite } from './doctor.suite.ts'
import { messagesSuite } from './messages.suite.ts'
import { randomSuite } from './random.suite.ts'
import { recordsSuite } from './records.suite.ts'
import { remoteSuite } from './remote.suite.ts'
import { scoresSuite } from './scores.suite.ts'
import { threadsSuite } from './threads.suite.ts'

/** An engine under test; `open` makes an empty one. */
export type OpenStores = () => Promise<Stores>

/** Everything that an engine promises, whichever it is. */
export function describeStores(name: string, open: OpenStores): void {
  describe(name, () => {
    let opened: Stores | null = null
    const stores = (): Stores => {
      if (opened === null) throw new Error('The stores are not open')
      return opened
    }
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(async () => {
      await opened?.close()
      opened = null
    })
    changeSetSuite(stores)
    messagesSuite(stores)
    threadsSuite(stores)
    discussionsSuite(stores)
    scoresSuite(stores)
    recordsSuite(stores)
    remoteSuite(stores)
    blobsSuite(stores)
    doctorSuite(stores)
    randomSuite(stores)
  })
}
