import { type DeliveryOptions, type DeliveryServer, startDelivery } from '../delivery/index.ts'

/** SMTP (RFC 5321), inwards only: nothing is relayed. For programs that can send but do not know LMTP. */
export const startSmtp = (options: DeliveryOptions): Promise<DeliveryServer> => startDelivery('smtp', options)
