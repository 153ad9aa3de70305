import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/**
 * One keep-alive HTTP connection that posts JSON: the cheapest client there can be, so that a measurement is of the
 * server. Understands answers with a content-length, which is what JSON-RPC servers send.
 */
export class Connection {
  readonly #socket: Socket
  #pending: Buffer = Buffer.alloc(0)
  #answer: ((body: string) => void) | undefined
  #fail: ((error: Error) => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#fail?.(error))
    socket.on('close', () => this.#fail?.(new Error('the server closed the connection')))
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** The text of the answer, one at a time. */
  post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#fail = reject
      this.#socket.write(
        `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
  }

  close(): void {
    this.#fail = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const head = this.#pending.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#pending.toString('latin1', 0, head))?.[1])
    if (Number.isNaN(length)) {
      this.#fail?.(new Error('an answer without content-length'))
      return
    }
    const end = head + 4 + length
    if (this.#pending.length < end) return
    const body = this.#pending.toString('utf8', head + 4, end)
    this.#pending = this.#pending.subarray(end)
    this.#answer?.(body)
  }
}

/** One request by itself. Throws what the server refuses. */
export async function callOnce(port: number, method: string, params: unknown): Promise<unknown> {
  const connection = await Connection.open(port)
  try {
    const { result, error } = JSON.parse(await connection.post(request(method, params))) as {
      result?: unknown
      error?: { readonly message: string }
    }
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  } finally {
    connection.close()
  }
}

export function request(method: string, params: unknown, id = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params })
}

/** Runs one lane per element side by side, each on its own connection, and answers the seconds all of them took. */
export async function timeLanes<T>(
  port: number,
  lanes: readonly T[],
  run: (connection: Connection, lane: T) => Promise<void>,
): Promise<number> {
  const connections = await Promise.all(lanes.map(() => Connection.open(port)))
  const started = performance.now()
  await Promise.all(lanes.map((lane, at) => run(connections[at] as Connection, lane)))
  const seconds = (performance.now() - started) / 1000
  for (const connection of connections) connection.close()
  return seconds
}
