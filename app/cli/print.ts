/** How people are written on the command line: as in a message. */
export const written = ({ label, address }: { readonly label: string; readonly address: string }): string =>
  label === '' ? address : `${label} <${address}>`

export const iso = (ms: number): string => new Date(ms).toISOString()
