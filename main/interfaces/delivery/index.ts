export { type DeliveryOptions, type DeliveryServer, startDelivery } from './server.ts'
