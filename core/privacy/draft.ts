import type { Feature } from '../defs/index.ts'

/** Ends of names whose files run something when they are opened. */
const programs = /\.(?:exe|scr|com|pif|bat|cmd|msi|js|jse|vbs|vbe|wsf|hta|ps1|jar|lnk|reg|apk|deb|rpm)$/i
const macros = /\.(?:docm|dotm|xlsm|xltm|xlsb|pptm)$/i

/** What would be found in a message that is being written: what the user puts into it, looked at quickly. */
export function draftFeatures(draft: {
  readonly html: string | null
  readonly attachments: readonly { readonly name: string }[]
}): Feature[] {
  const pictures = draft.html?.match(/<img\b[^>]*\bsrc\s*=\s*["']?\s*https?:/gi)?.length ?? 0
  const files = draft.attachments.flatMap(({ name }, index) => {
    if (programs.test(name)) return [`${index} program`]
    return macros.test(name) ? [`${index} macros`] : []
  })
  return [
    ...(pictures > 0 ? [{ name: 'remote', value: { image: pictures }, origin: 'body' as const }] : []),
    ...(files.length > 0 ? [{ name: 'files', value: files, origin: 'body' as const }] : []),
  ]
}
