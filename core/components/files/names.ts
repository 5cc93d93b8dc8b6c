const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Opening one runs it, or something in it, on one system or another. */
export const programEnds = words(
  'exe scr com pif bat cmd msi msp msix appx cpl dll hta js jse vbs vbe wsf wsh wsc ps1 ps1xml psm1 psc1 msc reg inf lnk url scf jar jnlp app command sh csh action workflow deb rpm apk xpi gadget chm hlp iso img vhd vhdx settingcontent-ms library-ms search-ms xll wll ade adp mde ws',
)
/** Office files that can hold macros by their very kind. */
export const macroEnds = words('docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm')
/** Nothing that is opened by one of these does anything; programs hide behind them. */
const inertEnds = words(
  'pdf txt csv jpg jpeg png gif webp bmp tif tiff heic mp3 mp4 wav avi mov doc docx xls xlsx ppt pptx odt ods odp rtf',
)
/** Names of pictures, sound and plain text: what they hold is never a container. */
export const plainEnds = words('txt csv jpg jpeg png gif webp bmp tif tiff heic mp3 mp4 wav avi mov pdf')
export const pageEnds = words('html htm xhtml shtml mht mhtml svg svgz')

/** In lower case, without the dot; '' if there is none. Spaces and dots at the end, which Windows ignores, do not count. */
export function endOf(name: string): string {
  const [, end = ''] = /\.([A-Za-z0-9-]{1,20})[\s.]*$/.exec(visible(name)) ?? []
  return end.toLowerCase()
}

/** Marks that turn the direction of text around: `exe.gpj` is shown as a picture's name. */
export const turnsAround = (name: string): boolean => /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/.test(name)

const visible = (name: string): string => name.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cc}]/gu, '')

/** `invoice.pdf.exe`, `photo.jpg          .scr`: the first end is for the eye, the last for the machine. */
export function hasDoubleEnd(name: string): boolean {
  const [, first = '', last = ''] =
    /\.([A-Za-z0-9]{2,5})[\s._-]*\.([A-Za-z0-9-]{1,20})[\s.]*$/.exec(visible(name)) ?? []
  return inertEnds.has(first.toLowerCase()) && programEnds.has(last.toLowerCase())
}
