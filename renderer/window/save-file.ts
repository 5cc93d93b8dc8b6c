import { useCallback } from 'react'
import { toProblem } from '../../core/defs/index.ts'
import { useToasts } from './Toasts.tsx'

interface File {
  readonly name: string
  readonly bytes: Uint8Array
}

/** How long the address of a saved file is kept for the browser to fetch it. */
const addressKeptMs = 60_000

/** Hands a file to the system's own "save": never opened as a page, whatever type the sender claims. */
export function saveFile({ name, bytes }: File): void {
  const blob = new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), addressKeptMs)
}

/** Fetches a file and saves it; says why if that fails. */
export function useSave(): (fetchFile: () => Promise<File>) => void {
  const toasts = useToasts()
  return useCallback(
    (fetchFile) => {
      fetchFile().then(saveFile, (thrown: unknown) => toasts.show(toProblem(thrown).message, { tone: 'danger' }))
    },
    [toasts],
  )
}
