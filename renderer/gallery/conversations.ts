/** Who writes what in the fixture: invented people, addresses under reserved names (RFC 2606). */

export interface Person {
  readonly label: string
  readonly address: string
}

export const me: Person = { label: 'Noé Lambert', address: 'noe@lambert.example' }
export const meAtWork: Person = { label: 'Noé Lambert', address: 'n.lambert@univ.example' }

export const people = {
  amira: { label: 'Amira Haddad', address: 'amira@haddad.example' },
  jonas: { label: 'Jonas Weiß', address: 'jonas.weiss@stadtarchiv.example' },
  lihua: { label: '陈丽华 Chen Lihua', address: 'lihua.chen@univ.example' },
  maman: { label: 'Maman', address: 'f.lambert@poste.example' },
  giorgos: { label: 'Γιώργος Παπαδάκης', address: 'giorgos@naxos.example' },
  security: { label: 'debian-security', address: 'announce@lists.debian.example' },
  kestrel: { label: 'Priya Raman', address: 'priya@kestrel.example' },
  monge: { label: 'Librairie Monge', address: 'lettre@monge.example' },
  zuzana: { label: 'Zuzana Kováčová', address: 'zuzana.kovacova@konferencia.example' },
  yael: { label: 'יעל לוי', address: 'yael@levi.example' },
  sato: { label: '佐藤 健', address: 'ken.sato@kyoto.example' },
  rail: { label: 'Rail & Mer', address: 'billets@rail.example' },
  marta: { label: 'Marta Ferreira', address: 'marta@atelier.example' },
  bank: { label: 'Credit mutuel', address: 'avis@banque.example' },
} as const satisfies Record<string, Person>

type PersonName = keyof typeof people

export interface Line {
  readonly from: PersonName | 'me'
  readonly text: string
  /** before now */
  readonly minutesAgo: number
  readonly html?: string
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly sizeBytes: number }[]
  readonly unread?: boolean
  readonly state?: 'pending' | 'unreadable'
}

export interface Conversation {
  readonly subject: string
  readonly with: readonly PersonName[]
  readonly account: 'personal' | 'university'
  readonly role: 'inbox' | 'archive' | 'junk' | 'trash'
  readonly flagged?: boolean
  readonly listId?: string
  /** ids of judged.ts */
  readonly tags?: readonly string[]
  readonly lines: readonly Line[]
}

const hour = 60
const day = 24 * hour
const pdf = 'application/pdf'

export const conversations: readonly Conversation[] = [
  {
    subject: 'Archive handover: draft 3 of the inventory, please read the last two pages before Thursday',
    with: ['amira', 'jonas'],
    account: 'personal',
    role: 'inbox',
    flagged: true,
    tags: ['archive', 'papers'],
    lines: [
      { from: 'amira', minutesAgo: 3 * day, text: 'The second draft is on the shelf. Box 14 is missing its list.' },
      {
        from: 'me',
        minutesAgo: day + 4 * hour,
        text: 'Thank you both. I will bring the scanner on Thursday, and the long cable for the reading room.',
      },
      {
        from: 'jonas',
        minutesAgo: 5 * hour,
        text: 'I walked through the boxes again. Box 14 is fine, box 15 is a small catastrophe; see the plan below.',
        html: '<p>I walked through the boxes again. Box 14 is fine, box 15 is a small catastrophe; see the plan below.</p><p><img src="https://pictures.stadtarchiv.example/plan.png" width="480" height="120"><img src="https://open.mailmetric.example/p.gif" width="1" height="1"></p>',
      },
      {
        from: 'amira',
        minutesAgo: 28,
        text: 'Dear both, the third draft of the inventory is attached, and with it the photographs of box 14 that Jonas asked for. Could you read the last two pages before Thursday? The library signs on Friday. شكرا جزيلا!\n\nOne thing I am not sure of: do the 1962 letters stay under Correspondence?\n\nOn Tue, Jonas Weiß wrote:\n> I walked through the boxes again.\n> Box 14 is fine, box 15 is a small catastrophe;\n> see the plan below.',
        attachments: [
          { name: 'inventory-draft-3.pdf', type: pdf, sizeBytes: 1_800_000 },
          { name: 'box-14-photographs.zip', type: 'application/zip', sizeBytes: 24_000_000 },
        ],
      },
      {
        from: 'me',
        minutesAgo: 20,
        text: 'Reading it tonight. The numbering of box 14 jumps from 9 to 11, is that meant?',
      },
    ],
  },
  {
    subject: 'Train to Lyon',
    with: ['amira', 'jonas'],
    account: 'personal',
    role: 'inbox',
    lines: [
      { from: 'jonas', minutesAgo: 9 * day, text: 'Platform 4, by the bakery. I have the window seats.' },
      { from: 'me', minutesAgo: 9 * day - 40, text: 'Good. I bring the coffee and the list of boxes.' },
      { from: 'amira', minutesAgo: 2 * day + 30, text: 'My return is on Sunday now, the strike is over.' },
    ],
  },
  ...['Keys of the reading room', 'Scanner on loan', 'Photographs of box 12', 'Budget for acid-free folders'].map(
    (subject, index): Conversation => ({
      subject,
      with: ['amira', 'jonas'],
      account: 'personal',
      role: 'inbox',
      lines: [
        {
          from: 'amira',
          minutesAgo: (20 + index * 17) * day,
          text: 'Who has them at the moment? I need them on Monday.',
        },
        { from: 'jonas', minutesAgo: (20 + index * 17) * day - 90, text: 'I do. They are in the drawer of the desk.' },
      ],
    }),
  ),
  {
    subject: '周五的会议改到下午三点可以吗？',
    with: ['lihua'],
    account: 'university',
    role: 'inbox',
    lines: [
      {
        from: 'lihua',
        minutesAgo: 55,
        unread: true,
        text: '我把新的日程表放在附件里了，请看一下。\n\n如果三点不方便，我们也可以改到下周一上午。',
      },
    ],
  },
  {
    subject: 'Tu as pris le train de 17 h ? 🚄',
    with: ['maman'],
    account: 'personal',
    role: 'inbox',
    tags: ['family', 'lyon'],
    lines: [
      {
        from: 'maman',
        minutesAgo: 73,
        unread: true,
        text: 'Papa vient te chercher à la gare. Dis-moi si tu préfères la voiture ou le tram.\n\nBises,\nMaman',
      },
    ],
  },
  {
    subject: 'Re: Mietvertrag – es fehlen noch zwei Unterlagen',
    with: ['jonas'],
    account: 'personal',
    role: 'inbox',
    tags: ['lyon'],
    lines: [
      {
        from: 'jonas',
        minutesAgo: 2 * day,
        text: 'Hallo Noé, es fehlen noch zwei Unterlagen: die Schufa-Auskunft und der letzte Gehaltsnachweis.',
      },
      { from: 'jonas', minutesAgo: 3 * hour + 40, text: 'Kurze Erinnerung: bis Freitag wäre gut.' },
    ],
  },
  {
    subject: 'Φωτογραφίες από τη Νάξο ☀️',
    with: ['giorgos'],
    account: 'personal',
    role: 'inbox',
    lines: [
      {
        from: 'giorgos',
        minutesAgo: 5 * hour + 2,
        unread: true,
        text: 'Σου στέλνω τις πρώτες εικοσιτέσσερις. Οι υπόλοιπες έρχονται αύριο.',
        attachments: [{ name: 'naxos-01.jpg', type: 'image/jpeg', sizeBytes: 3_400_000 }],
      },
    ],
  },
  {
    subject: '[DSA-6121-1] openssl security update',
    with: ['security'],
    account: 'personal',
    role: 'inbox',
    listId: 'announce.lists.debian.example',
    lines: [
      {
        from: 'security',
        minutesAgo: 6 * hour + 48,
        text: 'Two issues were found in the TLS stack. For the stable distribution these problems have been fixed in version 3.5.4-1.',
      },
    ],
  },
  {
    subject: 'Ship date, again 🙃 (and who owns the changelog?)',
    with: ['kestrel', 'marta'],
    account: 'university',
    role: 'inbox',
    lines: [
      { from: 'marta', minutesAgo: day + 5 * hour, text: 'We said the 30th. Is that still true?' },
      { from: 'kestrel', minutesAgo: day + hour, text: 'I can take it if someone reviews by noon.' },
    ],
  },
  {
    subject: 'Novembre : douze romans à ne pas manquer',
    with: ['monge'],
    account: 'personal',
    role: 'inbox',
    listId: 'lettre.monge.example',
    lines: [
      {
        from: 'monge',
        minutesAgo: day + 2 * hour,
        unread: true,
        text: 'Douze romans pour les longues soirées.',
        html: '<table width="100%"><tr><td style="padding:24px;font-family:Georgia"><h1>Novembre</h1><p>Douze romans pour les longues soirées.</p><img src="https://img.monge.example/1.jpg" width="200" height="280"><img src="https://open.mailmetric.example/o" width="1" height="1"></td></tr></table>',
      },
    ],
  },
  {
    subject: 'Príspevok na konferenciu: recenzie sú hotové',
    with: ['zuzana'],
    account: 'university',
    role: 'inbox',
    lines: [
      {
        from: 'zuzana',
        minutesAgo: day + 2 * hour + 40,
        text: 'Both reviewers ask for the same figure. Posielam aj ich poznámky.',
        attachments: [{ name: 'recenzie.pdf', type: pdf, sizeBytes: 420_000 }],
      },
    ],
  },
  {
    subject: 'הפגישה ביום רביעי',
    with: ['yael'],
    account: 'personal',
    role: 'inbox',
    lines: [{ from: 'yael', minutesAgo: 2 * day + hour, text: 'שלום נועם, אפשר לדחות את הפגישה ליום רביעי בשעה עשר?' }],
  },
  {
    subject: '京都の宿について',
    with: ['sato'],
    account: 'personal',
    role: 'inbox',
    lines: [
      {
        from: 'sato',
        minutesAgo: 3 * day + 2 * hour,
        text: '宿は駅から歩いて十分です。地図を添付します。',
        attachments: [{ name: '地図.png', type: 'image/png', sizeBytes: 210_000 }],
      },
    ],
  },
  {
    subject: 'Votre billet Lyon – Nantes',
    with: ['rail'],
    account: 'personal',
    role: 'inbox',
    lines: [
      {
        from: 'rail',
        minutesAgo: 4 * day,
        text: 'Votre billet est joint à ce message.',
        state: 'pending',
        attachments: [{ name: 'billet.pdf', type: pdf, sizeBytes: 88_000 }],
      },
    ],
  },
  {
    subject: 'Avis important',
    with: ['bank'],
    account: 'personal',
    role: 'inbox',
    lines: [{ from: 'bank', minutesAgo: 5 * day, text: '', state: 'unreadable' }],
  },
]

/** Subjects that older months of the fixture are filled with. */
export const olderSubjects = [
  'Reading room hours in winter',
  'Plan of the depot',
  'Compte rendu de la réunion du 12',
  'Fahrplanänderung ab Dezember',
  'Keys of the depot',
  'Who comes on the 14th?',
  'Facture n° 2026-118',
  'Notes from the seminar',
  'El catálogo, segunda parte',
  'Preventivo per gli scaffali',
] as const
