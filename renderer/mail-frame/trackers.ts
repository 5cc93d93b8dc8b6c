import { openingSign, type TrackerSign } from '../../core/defs/trackers.ts'

export type { TrackerSign }

/** Whether the address alone gives a tracker away, by the rules that core judges messages by. */
export const trackerByAddress = (url: URL): TrackerSign | null =>
  openingSign(url.hostname.toLowerCase(), `${url.pathname}${url.search}`)
