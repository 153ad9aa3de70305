import type { ServerResponse } from 'node:http'
import type { WebSocket } from 'ws'
import type { Hub } from './hub.ts'

export interface Resume {
  readonly run?: string | undefined
  readonly since?: number | undefined
}

/** Unsent bytes above which a WebSocket watcher waits. */
const socketBytes = 256 * 1024

/** Feeds a WebSocket. It is terminated when it misses a whole ping round. Answers the function that ends it. */
export function watchBySocket(hub: Hub, socket: WebSocket, resume: Resume, pingMs: number): () => void {
  let alive = true
  const watcher = hub.watch(
    {
      write(text) {
        socket.send(text, () => {
          if (socket.bufferedAmount <= socketBytes) watcher.drained()
        })
        return socket.bufferedAmount <= socketBytes
      },
    },
    resume,
  )
  const pinger = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, pingMs).unref()
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(pinger)
    watcher.stop()
  })
  return () => socket.close(1001, 'server is closing')
}

/** Feeds one line an event into a plain answer; an empty line now and then shows a dead client. */
export function watchByLines(hub: Hub, response: ServerResponse, resume: Resume, pingMs: number): () => void {
  const watcher = hub.watch({ write: (text) => response.write(`${text}\n`) }, resume)
  const pinger = setInterval(() => response.write('\n'), pingMs).unref()
  response.on('drain', () => watcher.drained())
  response.on('error', () => {})
  response.on('close', () => {
    clearInterval(pinger)
    watcher.stop()
  })
  return () => response.end()
}
