/** The part of `ws` this package uses; the package ships no types of its own. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export class WebSocket extends EventEmitter {
    static readonly OPEN: 1
    readonly readyState: 0 | 1 | 2 | 3
    /** Bytes handed to `send` that the kernel has not taken yet. */
    readonly bufferedAmount: number
    readonly isPaused: boolean
    constructor(address: string, options?: { readonly headers?: Readonly<Record<string, string>> })
    send(data: string, sent?: (error?: Error | null) => void): void
    ping(): void
    pause(): void
    resume(): void
    close(code?: number, reason?: string): void
    terminate(): void
  }

  export class WebSocketServer extends EventEmitter {
    readonly clients: Set<WebSocket>
    constructor(options: {
      readonly noServer: true
      readonly maxPayload: number
      readonly perMessageDeflate: false
      readonly clientTracking: boolean
    })
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (client: WebSocket) => void): void
    close(done?: () => void): void
  }
}
