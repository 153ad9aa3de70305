import type { WebSocket } from 'ws'
import type { Dispatcher } from './dispatch.ts'
import type { RpcLimits } from './limits.ts'
import type { RpcContext } from './types.ts'

/** Sent to a client that does not read what it asked for (RFC 6455 registry: try again later). */
const slowConsumerCode = 1013

export interface Connection {
  /** False since the last ping; a whole round without a sign of life ends the connection. */
  alive: boolean
  readonly socket: WebSocket
  /** Says goodbye with `code`; cuts if the client has not answered after `graceMs`. */
  end(code: number, reason: string, graceMs: number): void
}

export interface ConnectionOptions {
  readonly id: number
  readonly socket: WebSocket
  readonly dispatcher: Dispatcher
  readonly limits: RpcLimits
  readonly onError: (error: unknown, method: string) => void
}

/**
 * One WebSocket client. Its memory here is bounded twice: above `pauseBytes` unsent or `inFlight` unanswered it is not
 * read from, and above `bufferBytes` unsent (events pile up) it is cut off with 1013.
 */
export function openConnection({ id, socket, dispatcher, limits, onError }: ConnectionOptions): Connection {
  const listeners: (() => void)[] = []
  let waiting = 0
  let ending: NodeJS.Timeout | undefined

  function end(code: number, reason: string, graceMs: number): void {
    if (ending !== undefined || socket.readyState > 1) return
    socket.close(code, reason)
    ending = setTimeout(() => socket.terminate(), graceMs)
  }

  const full = (): boolean => waiting >= limits.inFlight || socket.bufferedAmount > limits.pauseBytes

  const drained = (): void => {
    if (socket.isPaused && !full()) socket.resume()
  }

  function send(text: string): void {
    if (ending !== undefined || socket.readyState !== 1) return
    socket.send(text, drained)
    if (socket.bufferedAmount > limits.bufferBytes) end(slowConsumerCode, 'RPC_SLOW_CONSUMER', limits.drainMs)
    else if (full()) socket.pause()
  }

  const context: RpcContext = {
    transport: 'ws',
    connection: id,
    notify: (message) => send(typeof message === 'string' ? message : JSON.stringify(message)),
    onClose(listener) {
      if (socket.readyState > 1) listener()
      else listeners.push(listener)
    },
  }

  const connection: Connection = { alive: true, socket, end }

  socket.on('message', (data: Buffer) => {
    connection.alive = true
    const answer = dispatcher.handle(data.toString('utf8'), context)
    if (typeof answer === 'string') return send(answer)
    if (answer === undefined) return
    waiting += 1
    if (full()) socket.pause()
    void answer.then((text) => {
      waiting -= 1
      if (text !== undefined) send(text)
      drained()
    })
  })
  socket.on('pong', () => {
    connection.alive = true
  })
  // Bad frames and resets: ws closes by itself after this event, and 'close' below cleans up.
  socket.on('error', () => {})
  socket.on('close', () => {
    clearTimeout(ending)
    for (const listener of listeners.splice(0)) {
      try {
        listener()
      } catch (error) {
        onError(error, 'onClose')
      }
    }
  })
  return connection
}
