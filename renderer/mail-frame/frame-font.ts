import latinExt from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'

/** What each file holds, as its own style sheet says: without it the second would replace the first. */
const FILES = [
  {
    url: latin,
    unicodeRange:
      'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212',
  },
  {
    url: latinExt,
    unicodeRange:
      'U+0100-02BA,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2C60-2C7F,U+A720-A7FF',
  },
]

/**
 * Gives the frame the window's own letters. The frame may fetch no font, so the bytes are handed to it; the files are the
 * window's, not the sender's.
 */
export function useFrameFont(page: Document | null): void {
  const { data } = useQuery({
    queryKey: ['mail-frame', 'font'],
    queryFn: () =>
      Promise.all(
        FILES.map(async ({ url, unicodeRange }) => ({ bytes: await (await fetch(url)).arrayBuffer(), unicodeRange })),
      ),
    gcTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    const frame = page?.defaultView
    if (!page || !frame || !data) return
    for (const { bytes, unicodeRange } of data) {
      page.fonts.add(new frame.FontFace('Inter Variable', bytes, { weight: '100 900', unicodeRange }))
    }
  }, [page, data])
}
