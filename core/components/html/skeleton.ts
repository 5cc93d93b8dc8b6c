import unhomoglyph from 'unhomoglyph'

/** The same for all texts that look the same (Unicode UTS 39, section 4: skeleton). Not for showing. */
export const skeleton = (text: string): string =>
  unhomoglyph(unhomoglyph(text.normalize('NFD')).normalize('NFD')).toLowerCase()
