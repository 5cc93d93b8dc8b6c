/** Equal addresses: case does not tell people apart, nor does the way an accent is written. */
export const addressKey = (address: string): string => address.trim().toLowerCase().normalize('NFC')
