import fs from 'node:fs'
import { z } from 'zod'

const bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })
export type Bounds = z.output<typeof bounds>

const windowState = z.object({ bounds, maximized: z.boolean() })
export type WindowState = z.output<typeof windowState>

/** Where the window was; null for a first start, or when its screen is not there any more. */
export function readWindowState(file: string, screens: readonly Bounds[]): WindowState | null {
  try {
    const state = windowState.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    return screens.some((screen) => overlaps(screen, state.bounds)) ? state : null
  } catch {
    return null // nothing is lost: the window opens at its usual size
  }
}

/** Never fails: where a window stood is not worth a message. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    fs.writeFileSync(file, JSON.stringify(state))
  } catch {
    // a full or read-only disk is told by what matters
  }
}

/** A corner that can be seen and dragged: 100 × 50 pixels. */
function overlaps(screen: Bounds, window: Bounds): boolean {
  const width = Math.min(screen.x + screen.width, window.x + window.width) - Math.max(screen.x, window.x)
  const height = Math.min(screen.y + screen.height, window.y + window.height) - Math.max(screen.y, window.y)
  return width >= 100 && height >= 50
}
