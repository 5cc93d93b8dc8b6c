import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A number as it is dialled from anywhere (E.164), null if it cannot be told. `country`: ISO 3166, for national numbers. */
export function toE164(number: string, country: string | null): string | null {
  // what is longer is no number, and the library looks at every digit
  if (number.length > 100) return null
  const region: CountryCode | undefined = country !== null && isSupportedCountry(country) ? country : undefined
  const parsed = parsePhoneNumberFromString(number, region)
  return parsed?.isValid() === true ? parsed.number : null
}
