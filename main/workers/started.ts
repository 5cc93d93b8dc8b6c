import type { WorkerRequest } from './requests.ts'

/** In the thread: the work on a request begins now. */
export function announceStart({ started }: WorkerRequest): void {
  started?.postMessage(null)
  started?.close()
}
