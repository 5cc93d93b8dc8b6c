/** Equal addresses for the book: case does not tell people apart, nor does the way an accent is written. */
export const addressKey = (address: string): string => address.trim().toLowerCase().normalize('NFC')

/** What stands after the last @, in lower case; '' if there is none. */
export const domainOf = (address: string): string => {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : address.slice(at + 1).toLowerCase()
}
