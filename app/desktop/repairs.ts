import { dialog } from 'electron'
import type { Caliopen } from '../../main/startup.ts'

/** Says what was damaged and is being put right, once there is a window to say it over. Nothing waits for the answer. */
export function tellOfRepairs({ notice, recovery }: Pick<Caliopen, 'notice' | 'recovery'>): void {
  const said = [notice, recovery?.message].filter((text) => typeof text === 'string')
  if (said.length > 0) void dialog.showMessageBox({ type: 'warning', title: 'Caliopen', message: said.join('\n\n') })
}
