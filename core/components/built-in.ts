import type { Component } from './component.ts'
import { encryption } from './encryption/encryption.ts'
import { files } from './files/files.ts'
import { htmlContent } from './html/content.ts'
import { authentication } from './mail/authentication.ts'
import { receipts } from './mail/receipts.ts'
import { sender } from './mail/sender.ts'
import { transport } from './mail/transport.ts'

/** What comes with the program, in no other way than what others write. */
export const builtIn: readonly Component[] = [
  transport,
  authentication,
  sender,
  receipts,
  encryption,
  htmlContent,
  files,
]
