/// <reference path="../../src/server/ws.d.ts" />
import { request } from 'node:http'
import {
  type AdminClient,
  type AdminError,
  type AdminEvent,
  adminRoutes,
  type Change,
  createAdminClient,
  loadSchemas,
  type PacketData,
  type WebSocketClass,
} from '@pegzone/api'
import { type AdminHandlers, type AdminServer, createAdminServer } from '@pegzone/rpc'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { books, heads, packet, status } from '../../../api/test/sample.ts'

// The runtime class has the standard's addEventListener; the small declaration in src does not need it.
const Socket = WebSocket as unknown as WebSocketClass
const token = 'secret-of-this-run'

let server: AdminServer
let client: AdminClient
let changes: ((change: Change) => void)[]
let packets: PacketData[]
let stopped: number
let snapshots: number
const bugs: string[] = []

const handlers: AdminHandlers = {
  status: () => status,
  heads: () => heads,
  books: async () => {
    snapshots += 1
    return books
  },
  packets: ({ state, limit = 100 }) =>
    packets.filter((one) => state === undefined || one.state === state).slice(0, limit),
  packet: (id) => packets.find((one) => one.id === id),
  onChange(listener) {
    changes.push(listener)
    return () => changes.splice(changes.indexOf(listener), 1)
  },
  actions: {
    stop: () => {
      stopped += 1
      return { stopping: true }
    },
    'relayer-clear': () => {
      throw new TypeError('relayer is broken')
    },
  },
}

beforeEach(async () => {
  changes = []
  packets = [packet]
  stopped = 0
  snapshots = 0
  bugs.length = 0
  const made = await createAdminServer({
    port: 0,
    token,
    version: '0.1.0',
    handlers,
    limits: { drainMs: 200, bodyBytes: 1000 },
    onError: (error) => bugs.push(String(error)),
  })
  if (!made.ok) throw new Error(made.rejection.code)
  server = made.value
  client = createAdminClient({ url: server.url, token })
})
afterEach(() => server.close())

const change = (n: number): Change => ({ type: 'notice', data: { level: 'info', code: 'TEST_N', text: String(n) } })
const publish = (n: number): void => {
  for (const listener of changes) listener(change(n))
}

/** A request with headers that fetch does not let one choose. */
function raw(path: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { headers, method }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    sent.on('error', reject).end()
  })
}

describe('reading', () => {
  it('answers every shape in the envelope its schema describes', async () => {
    const { envelopeSchema, statusSchema } = await loadSchemas()
    const envelope: unknown = await (await fetch(server.url + adminRoutes.status)).json()
    expect(envelopeSchema(statusSchema).parse(envelope)).toMatchObject({ ok: true, meta: { version: '0.1.0' } })
    expect(await client.status()).toEqual(status)
    expect(await client.heads()).toEqual(heads)
    expect(await client.books()).toEqual(books)
    expect(await client.packets()).toEqual([packet])
    expect(await client.packets({ state: 'held' })).toEqual([])
    expect(await client.packet('ethereum/channel-0/1')).toEqual(packet)
    const schemas = (await (await fetch(server.url + adminRoutes.schemas)).json()) as { data: object }
    expect(Object.keys(schemas.data)).toContain('status')
  })

  it('refuses by code', async () => {
    const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'none',
        (error: AdminError) => [error.code, error.status],
      )
    expect(await codeOf(client.packet('ethereum/channel-0/2'))).toEqual(['RPC_PACKET_UNKNOWN', 404])
    expect(await codeOf(client.packet('../../status'))).toEqual(['RPC_PACKET_UNKNOWN', 404])
    expect(await codeOf(client.packets({ limit: 0 }))).toEqual(['RPC_INPUT_INVALID', 400])
    expect(await codeOf(client.packets({ state: 'lost' as never }))).toEqual(['RPC_INPUT_INVALID', 400])
    expect(await raw('/nowhere', {})).toMatchObject({ status: 404, body: expect.stringContaining('RPC_ROUTE_UNKNOWN') })
    expect(await raw('/v1/%zz', {})).toMatchObject({
      status: expect.toSatisfy((code: number) => code >= 400 && code < 500),
    })
  })

  it('says who does not answer', async () => {
    const nobody = createAdminClient({ url: 'http://127.0.0.1:9' })
    await expect(nobody.status()).rejects.toMatchObject({ code: 'API_UNREACHABLE' })
  })
})

describe('changing', () => {
  it('needs the token', async () => {
    await expect(createAdminClient({ url: server.url }).act('stop')).rejects.toMatchObject({ code: 'RPC_TOKEN_WRONG' })
    const wrong = createAdminClient({ url: server.url, token: `${token}x` })
    await expect(wrong.act('stop')).rejects.toMatchObject({ code: 'RPC_TOKEN_WRONG', status: 401 })
    expect(stopped).toBe(0)
    expect(await client.act('stop')).toEqual({ stopping: true })
    expect(stopped).toBe(1)
  })

  it('answers 501 for what this emulator cannot do, 400 for bad bodies, 500 for bugs', async () => {
    await expect(client.act('relayer-pause')).rejects.toMatchObject({ code: 'RPC_ACTION_UNAVAILABLE', status: 501 })
    await expect(client.act('__proto__' as 'stop')).rejects.toMatchObject({ code: 'RPC_ACTION_UNAVAILABLE' })
    const post = (body: string, type = 'application/json') =>
      fetch(`${server.url}${adminRoutes.actions}/stop`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
      })
    for (const response of [
      await post('{'),
      await post('[]'),
      await post('x', 'text/plain'),
      await post(`"${'x'.repeat(2000)}"`),
    ]) {
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ ok: false, error: { code: 'RPC_INPUT_INVALID' } })
    }
    expect(stopped).toBe(0)
    await expect(client.act('relayer-clear')).rejects.toMatchObject({ status: 500, code: 'API_UNEXPECTED' })
    expect(bugs).toEqual(['TypeError: relayer is broken'])
  })
})

describe('pages of others', () => {
  it.each([
    [{ host: 'evil.example' }, 'RPC_HOST_FORBIDDEN'],
    [{ host: 'localhost.evil.example:80' }, 'RPC_HOST_FORBIDDEN'],
    [{ host: '127.0.0.1.evil.example' }, 'RPC_HOST_FORBIDDEN'],
    [{ host: 'localhost', origin: 'https://evil.example' }, 'RPC_ORIGIN_FORBIDDEN'],
    [{ host: 'localhost', origin: 'null' }, 'RPC_ORIGIN_FORBIDDEN'],
    [{ host: 'localhost', origin: 'http://localhost.evil.example' }, 'RPC_ORIGIN_FORBIDDEN'],
    [{ host: 'localhost', origin: 'http://127.0.0.1@evil.example' }, 'RPC_ORIGIN_FORBIDDEN'],
  ])('%j is refused', async (headers, code) => {
    const { status: answered, body } = await raw(adminRoutes.status, headers)
    expect([answered, JSON.parse(body).error.code]).toEqual([403, code])
    expect((await raw(adminRoutes.events, headers)).status).toBe(403)
    const upgrade = { ...headers, upgrade: 'websocket', connection: 'upgrade', 'sec-websocket-version': '13' }
    expect(
      (await raw(adminRoutes.events, { ...upgrade, 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' })).status,
    ).toBe(403)
  })

  it.each([
    { host: 'localhost:4747' },
    { host: '[::1]:4747' },
    { host: 'app.localhost' },
    { host: '192.168.0.7:4747', origin: 'http://192.168.0.7:4747' },
    { host: 'localhost', origin: 'http://localhost:5173' },
    { host: '127.0.0.1', origin: 'http://[::1]:1' },
  ])('%j is let in', async (headers) => {
    expect((await raw(adminRoutes.status, headers)).status).toBe(200)
  })
})

describe.each([
  ['lines', undefined],
  ['WebSocket', Socket],
])('events over %s', (_, socket) => {
  const watch = (options: { run?: string; since?: number; signal: AbortSignal }) =>
    createAdminClient({ url: server.url, WebSocket: socket }).events(options)[Symbol.asyncIterator]() as AsyncIterator<
      AdminEvent,
      undefined
    >

  it('start with a snapshot, number every change, and go on where a client left', async () => {
    const stop = new AbortController()
    const events = watch({ signal: stop.signal })
    const { value: first } = await events.next()
    expect(first).toMatchObject({ seq: 0, type: 'snapshot', data: { status, packets: [packet], books, heads } })
    for (let n = 1; n <= 3; n++) publish(n)
    for (let n = 1; n <= 3; n++) expect((await events.next()).value).toMatchObject({ seq: n, ...change(n) })
    stop.abort()
    expect((await events.next()).done).toBe(true)

    publish(4)
    const again = new AbortController()
    const run = first?.run ?? ''
    const resumed = watch({ signal: again.signal, run, since: 2 })
    expect((await resumed.next()).value).toMatchObject({ seq: 3, type: 'notice' })
    expect((await resumed.next()).value).toMatchObject({ seq: 4, type: 'notice' })
    expect(snapshots).toBe(1)

    const other = watch({ signal: again.signal, run: 'another run', since: 2 })
    expect((await other.next()).value).toMatchObject({ seq: 4, type: 'snapshot' })
    again.abort()
  })

  it('end when the server closes', async () => {
    const events = watch({ signal: new AbortController().signal })
    await events.next()
    await server.close()
    expect((await events.next()).done).toBe(true)
    expect(changes).toEqual([])
  })
})

describe('a watcher that does not keep up', () => {
  const total = 30_000

  /** More changes than the server keeps, faster than any socket takes them. */
  async function flood(): Promise<void> {
    const text = 'x'.repeat(500)
    for (let n = 1; n <= total; n++) {
      for (const listener of changes) listener({ type: 'notice', data: { level: 'info', code: 'TEST_N', text } })
      if (n % 5_000 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('gets a fresh snapshot instead of a backlog', async () => {
    const events = client.events()[Symbol.asyncIterator]()
    await events.next()
    await flood()
    const counts = { snapshot: 0, notice: 0, block: 0, packet: 0, books: 0 }
    for (let seq = 0; seq < total; ) {
      const event: AdminEvent = (await events.next()).value
      if (event.type === 'snapshot') expect(event.seq).toBeGreaterThan(seq)
      else expect(event.seq).toBe(seq + 1)
      counts[event.type] += 1
      seq = event.seq
    }
    expect(counts.snapshot).toBeGreaterThan(0)
    expect(counts.notice).toBeLessThan(total)
  })
})
