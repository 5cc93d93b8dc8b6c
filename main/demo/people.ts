/** People and machines of the sample mailbox. All of them are made up; every address is reserved for examples (RFC 2606). */
export interface Person {
  readonly name: string
  readonly address: string
  readonly language: Language
}

export type Language = 'en' | 'fr' | 'de' | 'es' | 'zh' | 'ar' | 'el' | 'sk' | 'ja' | 'ru'

export const me: Person = { name: 'Sam Taylor', address: 'sam@caliopen.example', language: 'en' }

export const people: readonly Person[] = [
  { name: 'Amira Haddad أميرة حداد', address: 'amira@haddad.example', language: 'ar' },
  { name: 'Jonas Weiß', address: 'jonas.weiss@stadtarchiv.example', language: 'de' },
  { name: '陈丽华', address: 'lihua.chen@uni.example', language: 'zh' },
  { name: 'Γιώργος Παπαδάκης', address: 'giorgos@naxos.example', language: 'el' },
  { name: 'Zuzana Kováčová', address: 'zuzana+konferencia@kniznica.example', language: 'sk' },
  { name: 'Maëlle Lefèvre', address: 'maelle.lefevre@atelier.example', language: 'fr' },
  { name: 'Léa Brandt', address: 'lea@brandt.example', language: 'fr' },
  { name: '山田 花子', address: 'hanako@yamada.example', language: 'ja' },
  { name: 'Пётр Соколов', address: 'petr@sokolov.example', language: 'ru' },
  { name: 'Inés Ortega', address: 'ines.ortega@barrio.example', language: 'es' },
  { name: "Priya O'Neill-Raghunathan", address: 'priya@kestrel.example', language: 'en' },
  { name: 'Tom', address: 'tom@rowing.example', language: 'en' },
]

/** The first of the people again, as her other place of work knows her. */
export const secondAddress: Person = { name: 'A. Haddad', address: 'a.haddad@univ-lyon.example', language: 'en' }
