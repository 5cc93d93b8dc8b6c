export { currentRoute, goBack, goForward, navigate, useCanGoBack, useRoute } from './history.ts'
export { Link } from './Link.tsx'
export { discussionRoute, formatRoute, inboxView, listOf, listRoute, type Route } from './route.ts'
