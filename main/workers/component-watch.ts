import { setTimeout as setTimer } from 'node:timers'

/** Where a thread is among the components: it counts each step, and says which component of which message it is. */
const slots = { steps: 0, component: 1, mail: 2 } as const

/** What a thread was doing when it was lost. */
export interface Culprit {
  readonly component: string
  /** which message of the request */
  readonly mail: number
}

export const watchMemory = (): SharedArrayBuffer => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * 3)

/** In the thread: says where it is. A hanging component cannot say so itself, so it is said before it begins. */
export function reportComponents(memory: SharedArrayBuffer | undefined, mail: number): (component: number) => void {
  if (memory === undefined) return () => {}
  const shared = new Int32Array(memory)
  return (component) => {
    Atomics.store(shared, slots.mail, mail)
    Atomics.store(shared, slots.component, component + 1)
    Atomics.add(shared, slots.steps, 1)
  }
}

/** On the side of the host: sees that a component does not come back, long before a whole batch is given up. */
export class ComponentWatch {
  readonly memory = watchMemory()
  readonly #shared = new Int32Array(this.memory)
  /** as the thread has named them, in the order of its registry */
  names: readonly string[] = []
  #timer: NodeJS.Timeout | null = null

  /** `onHang` is called once when one component takes longer than `timeMs` */
  start(timeMs: number, onHang: () => void): void {
    let steps = -1
    let still = 0
    const interval = Math.max(50, Math.min(500, timeMs / 4))
    const look = (): void => {
      const now = Atomics.load(this.#shared, slots.steps)
      still = now === steps && this.culprit() !== null ? still + interval : 0
      steps = now
      if (still >= timeMs) onHang()
      else this.#timer = setTimer(look, interval).unref()
    }
    this.#timer = setTimer(look, interval).unref()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  /** The component that runs now, null while something else does. */
  culprit(): Culprit | null {
    const component = this.names[Atomics.load(this.#shared, slots.component) - 1]
    return component === undefined ? null : { component, mail: Atomics.load(this.#shared, slots.mail) }
  }
}
