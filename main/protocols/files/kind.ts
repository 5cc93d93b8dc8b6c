import { extname } from 'node:path'

const messageExtensions = ['.eml', '.raw', '.rfc822', '.mht', '.mail']
/** Index files and the like that stand beside mail in other programs' folders. */
const besideMail = ['.msf', '.dat', '.html', '.htm', '.json', '.txt', '.md', '.js', '.css', '.xml', '.golden']
const mailHeader =
  /^(from|to|subject|date|message-id|received|mime-version|return-path|content-type|delivered-to|x-[a-z-]+):/im

/** What a file is by its name and first bytes; null when it is not mail. */
export function looksLikeMail(name: string, head: Buffer): 'mbox' | 'message' | 'zip' | null {
  const extension = extname(name).toLowerCase()
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'zip'
  const text = head.toString('latin1')
  if (/^From \S/.test(text) && !messageExtensions.includes(extension)) return 'mbox'
  if (messageExtensions.includes(extension)) return 'message'
  if (besideMail.includes(extension)) return null
  return /^[!-9;-~]+:/.test(text) && mailHeader.test(text.split(/\r?\n\r?\n/, 1)[0] ?? '') ? 'message' : null
}
