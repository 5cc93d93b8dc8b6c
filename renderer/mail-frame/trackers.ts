/** A company that is known to count openings of mail: the ends of its host names, and the paths that do it there. */
interface KnownTracker {
  readonly company: string
  readonly hosts: readonly string[]
  /** null: every picture of these hosts is a tracker */
  readonly path: RegExp | null
}

/** Companies whose pictures report who opened a message. Hosts that also serve real pictures are narrowed by path. */
const KNOWN: readonly KnownTracker[] = [
  { company: 'Mailchimp', hosts: ['list-manage.com'], path: /\/track\/open/i },
  { company: 'Mandrill', hosts: ['mandrillapp.com'], path: /\/track\/open/i },
  { company: 'SendGrid', hosts: ['sendgrid.net', 'sendgrid.com'], path: /\/wf\/open/i },
  { company: 'Mailgun', hosts: ['mailgun.org', 'mailgun.com'], path: /^\/o\//i },
  { company: 'Postmark', hosts: ['pstmrk.it'], path: /\/open/i },
  { company: 'Amazon SES', hosts: ['awstrack.me'], path: null },
  { company: 'HubSpot', hosts: ['hubspotemail.net', 'hubspotlinks.com', 'sidekickopen.com', 'hsms06.com'], path: null },
  { company: 'Klaviyo', hosts: ['trk.klaviyomail.com', 'klaviyomail.com'], path: null },
  { company: 'Constant Contact', hosts: ['rs6.net', 'constantcontact.com'], path: /on\.jsp|\/open/i },
  {
    company: 'Brevo',
    hosts: ['sendibm1.com', 'sendibt2.com', 'sendibt3.com', 'sendinblue.com'],
    path: /\/mk\/op|\/op\//i,
  },
  { company: 'Litmus', hosts: ['emltrk.com'], path: null },
  { company: 'Mailtrack', hosts: ['mailtrack.io', 'mltrk.io'], path: null },
  { company: 'Yesware', hosts: ['t.yesware.com', 'yesware.com'], path: null },
  { company: 'Bananatag', hosts: ['bl-1.com'], path: null },
  { company: 'Streak', hosts: ['mailfoogae.appspot.com', 'streak-link.com'], path: null },
  { company: 'Superhuman', hosts: ['r.superhuman.com'], path: null },
  { company: 'Mixmax', hosts: ['track.mixmax.com', 'email-analytics.mixmax.com'], path: null },
  { company: 'Outreach', hosts: ['outreach.io'], path: /\/open|\/pixel/i },
  { company: 'Salesforce', hosts: ['exct.net', 'exacttarget.com', 'pardot.com'], path: /open\.aspx|\/open|\/px/i },
  { company: 'Adobe', hosts: ['omtrdc.net', 'demdex.net', '2o7.net'], path: null },
  { company: 'Google', hosts: ['google-analytics.com', 'doubleclick.net', 'googleadservices.com'], path: null },
  { company: 'Meta', hosts: ['facebook.com'], path: /^\/tr\b/i },
  { company: 'LinkedIn', hosts: ['linkedin.com'], path: /\/emimp\/|\/li\/track/i },
  { company: 'LiveIntent', hosts: ['liadm.com'], path: null },
  { company: 'Criteo', hosts: ['criteo.com', 'criteo.net'], path: null },
  { company: 'Braze', hosts: ['braze.com', 'appboy.com'], path: /\/open/i },
  { company: 'Customer.io', hosts: ['customeriomail.com', 'customer.io'], path: /\/e\/o\/|\/open/i },
  { company: 'Iterable', hosts: ['iterable.com'], path: /\/open|\/q\//i },
  { company: 'Validity', hosts: ['returnpath.net', 'everest.dev'], path: null },
]

/** Shapes of addresses that mailing programs use to count openings, whatever the host. */
const OPENING_PATHS =
  /\/(?:track|trk|tracking|e|email|wf|mail)\/(?:open|o|view|pixel)(?:[/.?]|$)|\/(?:open|pixel|beacon|spacer|blank|1x1|clear|o|t)\.(?:gif|png|php|aspx)$|\/(?:open|opened|beacon|pixel|webbug|imp(?:ression)?)\/?$|\/o\/[A-Za-z0-9_-]{24,}|email_?open|open_?track|trackopen/i

export interface TrackerSign {
  readonly reason: 'known-host' | 'address'
  readonly company: string | null
}

/** Whether the address alone gives a tracker away. */
export function trackerByAddress(url: URL): TrackerSign | null {
  const host = url.hostname.toLowerCase()
  for (const known of KNOWN) {
    const isTheirs = known.hosts.some((end) => host === end || host.endsWith(`.${end}`))
    if (isTheirs && (known.path === null || known.path.test(url.pathname)))
      return { reason: 'known-host', company: known.company }
  }
  return OPENING_PATHS.test(url.pathname) ? { reason: 'address', company: null } : null
}
