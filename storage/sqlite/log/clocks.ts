import { Numbered } from './numbered.ts'

/** `<ms, 15 digits>-<counter, 4 hex>-<device>` (core/defs/log.ts) */
const stamp = /^(\d{15})-([0-9a-f]{4})-(.*)$/s

/**
 * Clocks as numbers that are mostly 0, three for each: ms since the one before; counter, less what would come next where the
 * ms are the same; which device. What is no stamp stands among the devices as a whole, its number below 0.
 */
export function packClocks(clocks: readonly string[]): { clocks: number[]; devices: string[] } {
  const devices = new Numbered()
  const last = { ms: 0, counter: -1 }
  const packed = clocks.flatMap((clock) => {
    const [, msText, counterText = '', device = ''] = stamp.exec(clock) ?? []
    if (msText === undefined) return [0, 0, -1 - devices.of(clock)]
    const ms = Number(msText)
    const counter = Number.parseInt(counterText, 16)
    const numbers = [ms - last.ms, ms === last.ms ? counter - last.counter - 1 : counter, devices.of(device)]
    Object.assign(last, { ms, counter })
    return numbers
  })
  return { clocks: packed, devices: devices.all }
}

export function unpackClocks(packed: readonly number[], devices: readonly string[]): string[] {
  const last = { ms: 0, counter: -1 }
  return Array.from({ length: packed.length / 3 }, (_, i) => {
    const [since = 0, step = 0, device = 0] = packed.slice(3 * i, 3 * i + 3)
    if (device < 0) return devices[-1 - device] ?? ''
    last.counter = since === 0 ? last.counter + 1 + step : step
    last.ms += since
    const ms = String(last.ms).padStart(15, '0')
    return `${ms}-${last.counter.toString(16).padStart(4, '0')}-${devices[device] ?? ''}`
  })
}
