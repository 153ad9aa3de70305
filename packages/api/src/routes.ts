/** Paths of admin API v1. GET needs no token, POST does. */
export const adminRoutes = {
  health: '/v1/health',
  status: '/v1/status',
  heads: '/v1/heads',
  packets: '/v1/packets',
  books: '/v1/books',
  /** WebSocket, or one JSON event a line when asked by plain GET. `?run=R&since=N` resumes after event N. */
  events: '/v1/events',
  schemas: '/v1/schemas',
  /** + action name. */
  actions: '/v1/actions',
} as const
