import { once } from 'node:events'
import { cometDialect, type RpcContext, rpcTable } from '@pegzone/rpc'
import { describe, expect, it } from 'vitest'
import { dial, type Json, methods, openClient, request, serve } from './support.ts'

/** A table with a subscription, and the contexts it saw. */
function subscribing() {
  const contexts: RpcContext[] = []
  const closed: number[] = []
  const table = rpcTable(methods, {
    subscribe: (_, context) => {
      if (context.notify === undefined) throw new Error('only over WebSocket')
      contexts.push(context)
      context.onClose(() => closed.push(context.connection))
      return '0x1'
    },
  })
  return { table, contexts, closed }
}

describe('JSON-RPC over WebSocket', () => {
  it('answers requests, batches and mistakes like POST', async () => {
    await using served = await serve()
    const client = await served.open()
    client.send(request('echo', [1]))
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 1, result: [1] })
    client.send([request('later', [], 2), request('raw', [], 3)])
    expect((await client.next()).map(({ id }: Json) => id)).toEqual([2, 3])
    client.send('{')
    expect((await client.next()).error.code).toBe(-32700)
    client.send({ jsonrpc: '2.0', method: 'echo' })
    client.send(request('who'))
    expect((await client.next()).result).toEqual({ transport: 'ws', connection: 1 })
  })

  it('pushes to the connection that subscribed, after the reply, and tells when it ends', async () => {
    const { table, contexts, closed } = subscribing()
    await using served = await serve({ table })
    const [one, two] = [await served.open(), await served.open()]
    one.send(request('subscribe', []))
    expect((await one.next()).result).toBe('0x1')
    two.send(request('subscribe', []))
    expect((await two.next()).result).toBe('0x1')
    contexts[1]?.notify?.({ for: 'two' })
    contexts[0]?.notify?.('{"for":"one"}')
    expect(await one.next()).toEqual({ for: 'one' })
    expect(await two.next()).toEqual({ for: 'two' })
    one.socket.terminate()
    await expect.poll(() => closed).toEqual([1])
    contexts[0]?.notify?.({ nobody: 'listens' })
    const late: string[] = []
    contexts[0]?.onClose(() => late.push('at once'))
    expect(late).toEqual(['at once'])
    expect(served.server.connections).toBe(1)
  })

  it('accepts an upgrade only at the path of the dialect', async () => {
    await using served = await serve({ dialect: cometDialect })
    expect(served.server.webSocketUrl).toMatch(/\/websocket$/)
    const client = await served.open()
    client.send(request('echo', { named: 1 }))
    expect((await client.next()).result).toEqual({ named: 1 })
    const base = served.server.url.replace('http', 'ws')
    await expect(openClient(`${base}/other`)).rejects.toThrow('404')
  })

  it('reads no further from a client with too many unanswered requests', async () => {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let seen = 0
    const table = rpcTable({
      wait: async () => {
        seen += 1
        await gate
      },
    })
    await using served = await serve({ table, limits: { inFlight: 10 } })
    const client = await served.open()
    for (let id = 0; id < 5_000; id++) client.send(request('wait', ['x'.repeat(500)], id))
    await expect.poll(() => seen).toBeGreaterThanOrEqual(10)
    await new Promise((resolve) => setTimeout(resolve, 50))
    // What ws has already taken from the kernel in one read is still handled; the rest waits in the socket.
    expect(seen).toBeLessThan(1_000)
    release()
    for (let id = 0; id < 5_000; id++) expect((await client.next()).id).toBe(id)
  })
})

describe('abuse over WebSocket', () => {
  it('cuts off a consumer that does not read, with bounded memory, and frees its subscription', async () => {
    const { table, contexts, closed } = subscribing()
    await using served = await serve({ table, limits: { bufferBytes: 200_000 } })
    const client = await served.open()
    client.send(request('subscribe', []))
    await client.next()
    client.socket.pause()
    const event = { event: 'x'.repeat(10_000) }
    let sent = 0
    while (closed.length === 0 && sent < 100_000) {
      contexts[0]?.notify?.(event)
      sent += 1
      if (sent % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(closed).toEqual([1])
    client.socket.resume()
    // 1013 if its close frame still got through, 1006 if the socket was cut before.
    expect([1006, 1013]).toContain(await client.closed)
    await expect.poll(() => served.server.connections).toBe(0)
  })

  it('tells 1013 to a slow consumer that still reads', async () => {
    const { table, contexts } = subscribing()
    await using served = await serve({ table, limits: { bufferBytes: 100_000, drainMs: 3_000 } })
    const client = await served.open()
    client.send(request('subscribe', []))
    await client.next()
    contexts[0]?.notify?.({ event: 'x'.repeat(20_000_000) })
    expect((await client.next()).event).toHaveLength(20_000_000)
    expect(await client.closed).toBe(1013)
  })

  it('ends a connection that no longer answers pings', async () => {
    const { table, closed } = subscribing()
    await using served = await serve({ table, limits: { pingMs: 50 } })
    const polite = await served.open()
    const socket = await dial(served.server.port)
    socket.write(
      'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await once(socket, 'data')
    expect(served.server.connections).toBe(2)
    await once(socket, 'close')
    await expect.poll(() => served.server.connections).toBe(1)
    polite.send(request('echo', ['still here']))
    expect((await polite.next()).result).toEqual(['still here'])
    expect(closed).toEqual([])
  })

  it('closes on a message over the limit and on broken frames, and serves others on', async () => {
    await using served = await serve({ limits: { bodyBytes: 10_000 } })
    const [large, other] = [await served.open(), await served.open()]
    large.send('x'.repeat(10_001))
    expect(await large.closed).toBe(1009)
    const broken = await dial(served.server.port)
    broken.write(
      'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await once(broken, 'data')
    broken.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await once(broken, 'close')
    other.send(request('echo', [2]))
    expect((await other.next()).result).toEqual([2])
    expect(served.bugs).toEqual([])
  })

  it('refuses an upgrade that is no WebSocket', async () => {
    await using served = await serve()
    const socket = await dial(served.server.port)
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1.1 4/)
  })
})
