/** Bounds on what the network may make us wait for or hold in memory. Each with its reason. */
export const networkLimits = {
  /** one question to the Domain Name System, all servers and repetitions included: mail waits for it, no person does */
  questionMs: 8_000,
  /** how long one server is waited for; the second try waits twice as long */
  questionTryMs: 2_000,
  questionTries: 2,
  /** questions under way at once: more of them make home routers drop answers */
  questionsAtOnce: 16,
  /** questions waiting for their turn; whoever asks more gets no answer */
  questionsWaiting: 10_000,
  /** records of one answer: big providers publish some dozens of TXT records at one name */
  records: 200,
  /** characters of one answer: what one message of the protocol can hold (RFC 1035 4.2.2) */
  answerLength: 65_535,
  /** a name, in its longest spelling (RFC 1035 2.3.4) */
  nameLength: 253,
  /** answers remembered, and for how long: Node tells no time to live but for addresses */
  rememberedAnswers: 2_000,
  foundMs: 10 * 60_000,
  noneMs: 2 * 60_000,
  /** long enough that a batch of mail does not ask a silent server once a message */
  unreachableMs: 15_000,
  /** lines of a web server's answer before the content */
  webHeaderBytes: 32 * 1024,
  /** a page and its redirects; nobody needs more */
  webRedirects: 5,
  /** names and reasons read from certificates */
  certificateWords: 200,
} as const
