import type { WorkerRequest } from './requests.ts'

/** What a thread says when it begins with a request: its components, and those that could not be taken. */
export interface Started {
  readonly components: readonly string[]
  readonly refused: readonly string[]
}

/** In the thread: the work on a request begins now. */
export function announceStart({ started }: WorkerRequest, thread: Started = { components: [], refused: [] }): void {
  started?.postMessage(thread)
  started?.close()
}
