export { FakeBook } from './address-book.ts'
export { createFakeContext, encodeBlob, type FakeContext, fakeAccount, fakeReader, silent } from './core-context.ts'
export { createFakeIngest } from './ingest.ts'
export { createSigner, type Signer, textStrings } from './signed-mail.ts'
