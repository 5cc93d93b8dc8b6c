/** How long the address of a saved file is kept for the browser to fetch it. */
const addressKeptMs = 60_000

/** Hands a file to the system's own "save": never opened as a page, whatever type the sender claims. */
export function saveBytes({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): void {
  const blob = new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), addressKeptMs)
}
