import type { Language } from './people.ts'

export interface Topic {
  readonly subject: string
  /** what is written in turn, each a message */
  readonly turns: readonly string[]
}

/** Small talk of every day, a few topics a language, written for this mailbox. */
export const topics: Readonly<Record<Language, readonly Topic[]>> = {
  en: [
    {
      subject: 'Boat shed keys',
      turns: [
        'The new lock is on. Your key is in the blue box behind the door, the code is the year of the first regatta.',
        'Found it, thank you. Are we still on for Saturday at seven, or is that too early after the concert?',
        'Seven is fine. Bring the long rope, the short one has had its day.',
      ],
    },
    {
      subject: 'Ship date, again',
      turns: [
        'I can take the changelog if somebody reviews by noon. The only open point is the import of old archives.',
        'I tried it on twelve years of my own mail. It took four minutes and found two messages that the old program had lost.',
        'Then let us ship on Thursday and not on Friday. Nobody wants to spend the weekend with a rollback.',
        'Agreed. I have moved the announcement and told support.',
      ],
    },
    {
      subject: 'Notes from the reading group',
      turns: [
        'We got as far as chapter nine and argued about the ending of chapter eight. Next time: bring the letters of 1962 and some patience.',
      ],
    },
  ],
  fr: [
    {
      subject: 'Tu as pris le train de 17 h ?',
      turns: [
        'Papa vient te chercher à la gare, il sera garé derrière la boulangerie comme d’habitude.',
        'Oui, voiture 12. J’apporte le fromage et les photos de l’été, préviens Mémé que j’arrive affamé.',
      ],
    },
    {
      subject: 'Appartement à Lyon : les pièces qui manquent',
      turns: [
        'L’agence demande encore deux bulletins de salaire et l’attestation d’assurance. Peux-tu me les envoyer avant vendredi ?',
        'Les voici en pièce jointe. L’assurance arrive demain, j’ai appelé ce matin.',
        'Parfait, le dossier est complet. Croise les doigts, la réponse tombe lundi.',
      ],
    },
  ],
  de: [
    {
      subject: 'Mietvertrag – es fehlen noch zwei Unterlagen',
      turns: [
        'Anbei der Entwurf. Bitte prüfe § 7 und schick mir die unterschriebene letzte Seite zurück.',
        'Gelesen und unterschrieben. Eine Frage: gilt die Kündigungsfrist auch für den Stellplatz?',
        'Ja, für beides drei Monate. Schöne Grüße aus dem Archiv, hier ist es heute stürmisch.',
      ],
    },
    {
      subject: 'Kiste 15 ist eine kleine Katastrophe',
      turns: [
        'Ich bin die Kisten noch einmal durchgegangen. Kiste 14 ist in Ordnung, Kiste 15 hat Wasser gesehen. Wir sollten die Briefe von 1962 zuerst trocknen.',
      ],
    },
  ],
  es: [
    {
      subject: 'Fiesta del barrio, sábado',
      turns: [
        '¿Puedes traer las mesas plegables? Somos cuarenta y nueve y faltan sillas. La música empieza a las nueve.',
        'Llevo seis mesas y el altavoz. Mañana paso por el mercado a por la fruta.',
      ],
    },
  ],
  zh: [
    {
      subject: '周五的会议改到下午三点可以吗？',
      turns: [
        '我把新的日程表放在附件里了，请看一下。如果时间不方便，我们可以改到下周一上午。',
        '下午三点没问题，会议室我已经订好了。',
        '太好了，谢谢！到时候见。',
      ],
    },
  ],
  ar: [
    {
      subject: 'الملفات جاهزة للمراجعة',
      turns: [
        'أرسلت لك الصور من الصندوق الرابع عشر. هل يمكنك قراءة الصفحتين الأخيرتين قبل يوم الخميس؟ شكرًا جزيلًا!',
        'Got them, reading tonight. شكرا!',
      ],
    },
  ],
  el: [
    {
      subject: 'Φωτογραφίες από τη Νάξο ☀️',
      turns: ['Σου στέλνω τις πρώτες εικοσιτέσσερις. Οι υπόλοιπες έρχονται όταν επιστρέψω στην Αθήνα.'],
    },
  ],
  sk: [
    {
      subject: 'Príspevok na konferenciu: recenzie sú hotové',
      turns: [
        'Obe recenzie sú kladné, druhý recenzent prosí o kratší úvod. Termín odovzdania je pätnásteho.',
        'Thank you! I will shorten it tonight.',
      ],
    },
  ],
  ja: [
    {
      subject: '来月の京都旅行について',
      turns: [
        '宿の予約ができました。川の近くの静かな旅館です。朝食は八時からだそうです。',
        '楽しみにしています。新幹線の切符は私が買いますね。',
      ],
    },
  ],
  ru: [
    {
      subject: 'Рецепт пирога, как обещал',
      turns: ['Мука, яблоки, немного корицы и терпение. Главное — не открывать духовку первые двадцать минут.'],
    },
  ],
}

export const listTopics: readonly Topic[] = [
  {
    subject: '[DSA-6121-1] openssl security update',
    turns: [
      'Two issues were found in the TLS stack. The stable distribution is fixed in version 3.0.19-1. We recommend that you upgrade your openssl packages.',
    ],
  },
  {
    subject: '[offline-first] Merging changes from three devices',
    turns: [
      'What do people use for clocks here? Wall time drifts, and pure counters say nothing to a person who looks at the history.',
      'A hybrid clock: close to the real time, never going back. It fits in a string and sorts as text.',
      'Seconded. And write a test in which the clock stutters, goes back and overflows. Ours found two bugs on the first day.',
    ],
  },
]

export const newsletters: readonly {
  readonly from: string
  readonly address: string
  readonly subject: string
  readonly heading: string
  readonly text: string
}[] = [
  {
    from: 'Librairie Monge',
    address: 'lettre@librairie-monge.example',
    subject: 'Novembre : douze romans à ne pas manquer',
    heading: 'Douze romans pour les soirées longues',
    text: 'Nos libraires ont lu tout l’automne. Voici ce qui reste quand la pile est finie : douze livres, dont trois premiers romans.',
  },
  {
    from: 'Kestrel Outdoor',
    address: 'news@mail.kestrel-outdoor.example',
    subject: 'Your tent deserves a second winter',
    heading: 'Repair before you replace',
    text: 'A patch, a new zip and an hour of your evening: most tents last twice as long as their owners think. Here is how.',
  },
]
