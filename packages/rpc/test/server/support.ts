/// <reference path="../../src/server/ws.d.ts" />
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import {
  createRpcServer,
  ethereumDialect,
  type JsonRpcDialect,
  RawJson,
  RpcError,
  type RpcLimits,
  type RpcServer,
  type RpcTable,
  rpcTable,
} from '@pegzone/rpc'
import { WebSocket } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: answers are data under test; assertions check them, not the compiler
export type Json = any

/** A small method table that shows every way a method can answer. */
export const methods = rpcTable({
  echo: (params) => params,
  later: async (params) => params,
  raw: () => new RawJson('{"cached":true}'),
  nothing: () => undefined,
  refuse: () => {
    throw new RpcError(3, 'execution reverted: no', '0x08c379a0')
  },
  refuseLater: async () => {
    throw new RpcError(-32000, 'nonce too low')
  },
  bug: () => {
    throw new TypeError('secret detail')
  },
  bigint: () => 1n,
  who: (_, { transport, connection }) => ({ transport, connection }),
  big: (params) => 'x'.repeat(Number((params as readonly unknown[])[0])),
  never: () => new Promise(() => {}),
})

export interface Served extends AsyncDisposable {
  readonly server: RpcServer
  readonly bugs: string[]
  post(body: string | object, headers?: Record<string, string>): Promise<{ status: number; text: string; json: Json }>
  open(path?: string): Promise<Client>
}

export interface ServeOptions {
  readonly table?: RpcTable
  readonly dialect?: JsonRpcDialect
  readonly limits?: Partial<RpcLimits>
}

export async function serve({
  table = methods,
  dialect = ethereumDialect,
  limits,
}: ServeOptions = {}): Promise<Served> {
  const bugs: string[] = []
  const made = await createRpcServer({
    name: 'test',
    port: 0,
    dialect,
    table,
    limits: { drainMs: 200, ...limits },
    onError: (error, method) => bugs.push(`${method}: ${error}`),
  })
  if (!made.ok) throw new Error(made.rejection.code)
  const server = made.value
  const clients: Client[] = []
  return {
    server,
    bugs,
    async post(body, headers = {}) {
      const response = await fetch(server.url, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      })
      const text = await response.text()
      return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) }
    },
    async open(path = '') {
      const client = await openClient(server.webSocketUrl + path)
      clients.push(client)
      return client
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.socket.terminate()
      await server.close()
    },
  }
}

export interface Client {
  readonly socket: WebSocket
  send(message: string | object): void
  /** The next message, parsed. */
  next(): Promise<Json>
  /** The close code. */
  readonly closed: Promise<number>
}

export async function openClient(url: string): Promise<Client> {
  const socket = new WebSocket(url)
  const queue: unknown[] = []
  const readers: ((message: unknown) => void)[] = []
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString('utf8'))
    const reader = readers.shift()
    if (reader) reader(message)
    else queue.push(message)
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code: number) => resolve(code))
  })
  await once(socket, 'open')
  socket.on('error', () => {})
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () => (queue.length > 0 ? Promise.resolve(queue.shift()) : new Promise((resolve) => readers.push(resolve))),
  }
}

/** A bare TCP connection, to send what no client library would. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** Everything the other side sends until it closes. */
export async function drain(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  if (!socket.closed) await once(socket, 'close')
  return text
}

export const request = (method: string, params?: unknown, id: unknown = 1): object => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
})
