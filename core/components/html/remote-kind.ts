export type RemoteKind = 'image' | 'font' | 'style' | 'media' | 'frame' | 'form' | 'link' | 'prefetch' | 'other'
