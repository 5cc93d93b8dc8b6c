import { type DeliveryOptions, type DeliveryServer, startDelivery } from '../delivery/index.ts'

/** LMTP (RFC 2033): one answer for each recipient. For Postfix, fetchmail, getmail and the like. */
export const startLmtp = (options: DeliveryOptions): Promise<DeliveryServer> => startDelivery('lmtp', options)
